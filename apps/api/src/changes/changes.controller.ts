import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { START } from '@plant-ledger/event-store';
import { GetChanges } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { Gone } from '../asking/gone.js';
import { asOf, askedAt, fresh, limit, position } from '../platform/http/parameters.js';

export const changes = z.strictObject({
  since: asOf,
  asOf: asOf.optional(),
  at: askedAt.optional(),
  after: position.optional(),
  limit: limit(1_000).default(100),
  ...fresh,
});

@Controller('v1/changes')
@UseInterceptors(EntityTagInterceptor)
export class ChangesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async changes(@Asked(changes) asked: Known<typeof changes>, @Gone() signal: AbortSignal) {
    const { since = START, after, ...question } = asked;
    return this.queries.execute(new GetChanges({ ...question, since, after: Number(after ?? 0), signal }));
  }
}
