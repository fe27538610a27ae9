import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetStock } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Freshness } from '../asking/freshness.js';
import { unitSums } from '../asking/unit-sums.js';
import { parameters } from '../platform/http/parameters.js';

export const stock = z.strictObject(unitSums);

/** Where the units stand. */
@Controller('v1/stock')
@UseInterceptors(EntityTagInterceptor)
export class StockController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get()
  async stock(@Query() query: unknown) {
    const { minPosition, asOf: then, ...asked } = parameters(stock, query);
    await this.freshness.reach(minPosition);
    return this.queries.execute(new GetStock({ ...asked, asOf: await this.freshness.asOf(then) }));
  }
}
