import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetDailyTotals, GetMonthlyTotals } from '@plant-ledger/read-model';
import { EntityTagInterceptor } from '../asking/entity-tag.js';
import { Asked, type Known } from '../asking/freshness.js';
import { Gone } from '../asking/gone.js';
import { unitSums } from '../asking/unit-sums.js';
import { askedAt, date, inOrder, month } from '../platform/http/parameters.js';

const counted = { ...unitSums, at: askedAt.optional() };

export const monthlyTotals = inOrder({ from: month.optional(), to: month.optional(), ...counted });
export const dailyTotals = inOrder({ from: date.optional(), to: date.optional(), ...counted });

/** What was produced, delivered, returned and scrapped, by month and by day. */
@Controller('v1')
@UseInterceptors(EntityTagInterceptor)
export class TotalsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('monthly-totals')
  async monthlyTotals(@Asked(monthlyTotals) asked: Known<typeof monthlyTotals>, @Gone() signal: AbortSignal) {
    return this.queries.execute(new GetMonthlyTotals({ ...asked, signal }));
  }

  @Get('daily-totals')
  async dailyTotals(@Asked(dailyTotals) asked: Known<typeof dailyTotals>) {
    return this.queries.execute(new GetDailyTotals(asked));
  }
}
