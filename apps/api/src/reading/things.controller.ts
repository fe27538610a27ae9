import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { vin as vinSchema } from '@plant-ledger/domain';
import { formatPosition } from '@plant-ledger/event-store';
import {
  GetLines,
  GetNetwork,
  GetQuarantine,
  GetQuarantineGroups,
  GetUnit,
  QUARANTINE_STATES,
} from '@plant-ledger/read-model';
import { z } from 'zod';
import { ProblemException } from '../problem.js';
import { EntityTagInterceptor } from './entity-tag.js';
import { Freshness } from './freshness.js';
import { asOf, askedAt, fresh, limit, name, oneOf, parameters, position, text } from './parameters.js';

export const unit = z.strictObject({
  asOf: asOf.optional(),
  after: position.optional(),
  limit: limit(1_000).default(1_000),
  ...fresh,
});
export const lines = z.strictObject({
  plant: name.optional(),
  line: name.optional(),
  asOf: asOf.optional(),
  at: askedAt.optional(),
  ...fresh,
});
export const network = z.strictObject({ asOf: asOf.optional(), at: askedAt.optional(), ...fresh });
export const quarantine = z.strictObject({
  code: text.optional(),
  source: text.optional(),
  state: oneOf(QUARANTINE_STATES).optional(),
  after: position.optional(),
  limit: limit(1_000).default(100),
  ...fresh,
});

export const quarantineGroups = z.strictObject({ ...fresh });

/** How vehicles, lines and the network stand, and what is kept in quarantine. */
@Controller('v1')
@UseInterceptors(EntityTagInterceptor)
export class ThingsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get('units/:vin')
  async unit(@Param('vin') vin: string, @Query() query: unknown) {
    const { minPosition, asOf: then, ...page } = parameters(unit, query);
    await this.freshness.reach(minPosition);
    const known = await this.freshness.asOf(then);
    const isVin = vinSchema.safeParse(vin).success;
    const found = isVin ? await this.queries.execute(new GetUnit({ ...page, vin, asOf: known })) : undefined;
    if (found) return found;
    const when = known === undefined ? '' : ` at position ${formatPosition(known)}`;
    throw new ProblemException(404, 'unknown-unit', `Nothing is known of a vehicle "${vin}"${when}.`);
  }

  @Get('lines')
  async lines(@Query() query: unknown) {
    const { minPosition, at, asOf: then, ...asked } = parameters(lines, query);
    await this.freshness.reach(minPosition);
    const known = { asOf: await this.freshness.asOf(then), at: await this.freshness.at(at) };
    return this.queries.execute(new GetLines({ ...asked, ...known }));
  }

  @Get('network')
  async network(@Query() query: unknown) {
    const { minPosition, at, asOf: then } = parameters(network, query);
    await this.freshness.reach(minPosition);
    const known = { asOf: await this.freshness.asOf(then), at: await this.freshness.at(at) };
    return this.queries.execute(new GetNetwork(known));
  }

  @Get('quarantine')
  async quarantine(@Query() query: unknown) {
    const { minPosition, ...asked } = parameters(quarantine, query);
    await this.freshness.reach(minPosition);
    return this.queries.execute(new GetQuarantine(asked));
  }

  @Get('quarantine/groups')
  async quarantineGroups(@Query() query: unknown) {
    const { minPosition } = parameters(quarantineGroups, query);
    await this.freshness.reach(minPosition);
    return this.queries.execute(new GetQuarantineGroups());
  }
}
