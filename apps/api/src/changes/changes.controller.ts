import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { START } from '@plant-ledger/event-store';
import { GetChanges } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Freshness } from '../asking/freshness.js';
import { Gone } from '../asking/gone.js';
import { asOf, askedAt, fresh, limit, parameters, position, wrongParameter } from '../platform/http/parameters.js';

export const changes = z.strictObject({
  since: asOf,
  asOf: asOf.optional(),
  at: askedAt.optional(),
  after: position.optional(),
  limit: limit(1_000).default(100),
  ...fresh,
});

/** Which figures are not what they were. */
@Controller('v1/changes')
@UseInterceptors(EntityTagInterceptor)
export class ChangesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  async changes(@Query() query: unknown, @Gone() signal: AbortSignal) {
    const asked = parameters(changes, query);
    await this.freshness.reach(asked.minPosition);
    const since = (await this.freshness.asOf(asked.since, 'since')) ?? START;
    const until = await this.freshness.asOf(asked.asOf);
    if (until !== undefined && since > until)
      throw wrongParameter([{ parameter: 'since', message: 'must not be after asOf' }]);
    const { at, after, limit: most } = asked;
    const question = { since, asOf: until, at: await this.freshness.at(at), signal };
    return this.queries.execute(new GetChanges({ ...question, after: Number(after ?? 0), limit: most }));
  }
}
