import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QUARANTINE_STATES } from '@plant-ledger/contract';
import { GetQuarantine, GetQuarantineGroups } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Freshness } from '../asking/freshness.js';
import { fresh, limit, oneOf, parameters, position, text } from '../platform/http/parameters.js';

export const quarantine = z.strictObject({
  code: text.optional(),
  source: text.optional(),
  state: oneOf(QUARANTINE_STATES).optional(),
  after: position.optional(),
  limit: limit(1_000).default(100),
  ...fresh,
});

export const quarantineGroups = z.strictObject({ ...fresh });

/** What is kept in quarantine. */
@Controller('v1/quarantine')
@UseInterceptors(EntityTagInterceptor)
export class QuarantineEntriesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  async quarantine(@Query() query: unknown) {
    const { minPosition, ...asked } = parameters(quarantine, query);
    await this.freshness.reach(minPosition);
    return this.queries.execute(new GetQuarantine(asked));
  }

  @Get('groups')
  async quarantineGroups(@Query() query: unknown) {
    const { minPosition } = parameters(quarantineGroups, query);
    await this.freshness.reach(minPosition);
    return this.queries.execute(new GetQuarantineGroups());
  }
}
