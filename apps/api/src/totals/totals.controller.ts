import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetDailyTotals, GetMonthlyTotals } from '@plant-ledger/read-model';
import type { z } from 'zod';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Freshness } from '../asking/freshness.js';
import { Gone } from '../asking/gone.js';
import { unitSums } from '../asking/unit-sums.js';
import { askedAt, date, inOrder, month, parameters } from '../platform/http/parameters.js';

const counted = { ...unitSums, at: askedAt.optional() };

export const monthlyTotals = inOrder({ from: month.optional(), to: month.optional(), ...counted });
export const dailyTotals = inOrder({ from: date.optional(), to: date.optional(), ...counted });

/** What was produced, delivered, returned and scrapped, by month and by day. */
@Controller('v1')
@UseInterceptors(EntityTagInterceptor)
export class TotalsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly freshness: Freshness,
  ) {}

  @Get('monthly-totals')
  async monthlyTotals(@Query() query: unknown, @Gone() signal: AbortSignal) {
    const asked = await this.#asOfAt(parameters(monthlyTotals, query));
    return this.queries.execute(new GetMonthlyTotals({ ...asked, signal }));
  }

  @Get('daily-totals')
  async dailyTotals(@Query() query: unknown) {
    return this.queries.execute(new GetDailyTotals(await this.#asOfAt(parameters(dailyTotals, query))));
  }

  async #asOfAt<Asked extends Pick<z.output<typeof dailyTotals>, 'asOf' | 'minPosition' | 'at'>>({
    minPosition,
    at,
    ...asked
  }: Asked) {
    await this.freshness.reach(minPosition);
    return { ...asked, asOf: await this.freshness.asOf(asked.asOf), at: await this.freshness.at(at) };
  }
}
