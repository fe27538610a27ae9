import { Controller, Get, Req, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QUARANTINE_STATES } from '@plant-ledger/contract';
import { GetQuarantine, GetQuarantineGroups } from '@plant-ledger/read-model';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { seenBy } from '../platform/access/principal.js';
import { fresh, limit, oneOf, position, text } from '../platform/http/parameters.js';

export const quarantine = z.strictObject({
  code: text.optional(),
  source: text.optional(),
  state: oneOf(QUARANTINE_STATES).optional(),
  after: position.optional(),
  limit: limit(1_000).default(100),
  ...fresh,
});

export const quarantineGroups = z.strictObject({ ...fresh });

@Controller('v1/quarantine')
@UseInterceptors(EntityTagInterceptor)
export class QuarantineEntriesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async quarantine(@Asked(quarantine) asked: Known<typeof quarantine>, @Req() { principal }: FastifyRequest) {
    const answer = await this.queries.execute(new GetQuarantine(asked));
    const isSeen = seenBy(principal, 'quarantine:read');
    return { ...answer, entries: answer.entries.filter(({ event }) => isSeen(event)) };
  }

  @Get('groups')
  async quarantineGroups(@Asked(quarantineGroups) _asked: unknown, @Req() { principal }: FastifyRequest) {
    const answer = await this.queries.execute(new GetQuarantineGroups());
    return { ...answer, groups: answer.groups.filter(seenBy(principal, 'quarantine:read')) };
  }
}
