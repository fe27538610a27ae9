import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetDailyTotals, GetMonthlyTotals, GetStock, UNIT_GROUPS } from '@plant-ledger/read-model';
import { z } from 'zod';
import { EntityTagInterceptor } from './entity-tag.js';
import { Freshness } from './freshness.js';
import { asOf, askedAt, date, fresh, groupBy, inOrder, month, name, parameters } from './parameters.js';

const scope = { plant: name.optional(), model: name.optional() };
const grouped = { ...scope, groupBy: groupBy(UNIT_GROUPS).default([]), asOf: asOf.optional(), ...fresh };

const counted = { ...grouped, at: askedAt.optional() };

export const monthlyTotals = inOrder({ from: month.optional(), to: month.optional(), ...counted });
export const dailyTotals = inOrder({ from: date.optional(), to: date.optional(), ...counted });
export const stock = z.strictObject(grouped);

/** Figures about vehicles, and what stands behind them. */
@Controller('v1')
@UseInterceptors(EntityTagInterceptor)
export class TotalsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get('monthly-totals')
  async monthlyTotals(@Query() query: unknown) {
    return this.queries.execute(new GetMonthlyTotals(await this.#asOfAt(parameters(monthlyTotals, query))));
  }

  @Get('daily-totals')
  async dailyTotals(@Query() query: unknown) {
    return this.queries.execute(new GetDailyTotals(await this.#asOfAt(parameters(dailyTotals, query))));
  }

  @Get('stock')
  async stock(@Query() query: unknown) {
    return this.queries.execute(new GetStock(await this.#asOf(parameters(stock, query))));
  }

  async #asOfAt<Asked extends Pick<z.output<typeof dailyTotals>, 'asOf' | 'minPosition' | 'at'>>({
    at,
    ...asked
  }: Asked) {
    return { ...(await this.#asOf(asked)), at: await this.freshness.at(at) };
  }

  async #asOf<Asked extends Pick<z.output<typeof stock>, 'asOf' | 'minPosition'>>({ minPosition, ...asked }: Asked) {
    await this.freshness.reach(minPosition);
    return { ...asked, asOf: await this.freshness.asOf(asked.asOf) };
  }
}
