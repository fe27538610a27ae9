import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetStock } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { unitSums } from '../asking/unit-sums.js';

export const stock = z.strictObject(unitSums);

@Controller('v1/stock')
@UseInterceptors(EntityTagInterceptor)
export class StockController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async stock(@Asked(stock) asked: Known<typeof stock>) {
    return this.queries.execute(new GetStock(asked));
  }
}
