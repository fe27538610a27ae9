import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { vin as vinSchema } from '@plant-ledger/domain';
import { formatPosition } from '@plant-ledger/event-store';
import { GetUnit } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { asOf, fresh, limit, position } from '../platform/http/parameters.js';
import { ProblemException } from '../platform/http/problem.js';

export const unit = z.strictObject({
  asOf: asOf.optional(),
  after: position.optional(),
  limit: limit(1_000).default(1_000),
  ...fresh,
});

@Controller('v1/units')
@UseInterceptors(EntityTagInterceptor)
export class UnitsController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':vin')
  async unit(@Param('vin') vin: string, @Asked(unit) asked: Known<typeof unit>) {
    const isVin = vinSchema.safeParse(vin).success;
    const found = isVin ? await this.queries.execute(new GetUnit({ ...asked, vin })) : undefined;
    if (found) return found;
    const when = asked.asOf === undefined ? '' : ` at position ${formatPosition(asked.asOf)}`;
    throw new ProblemException(404, 'unknown-unit', `Nothing is known of a vehicle "${vin}"${when}.`);
  }
}
