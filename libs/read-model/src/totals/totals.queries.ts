import type {
  DailyTotals,
  DailyTotalsAsked,
  ExplainAsked,
  MonthlyTotals,
  MonthlyTotalsAsked,
  UnitsExplanation,
} from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AskedQuery } from '../asking/asked-query.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { dailyTotals } from './daily-totals.js';
import { explain } from './explain.js';
import { createMonthProjections } from './month-projections.js';
import { monthlyTotals } from './monthly-totals.js';

export class GetMonthlyTotals extends AskedQuery<MonthlyTotalsAsked, MonthlyTotals> {}

@QueryHandler(GetMonthlyTotals)
export class GetMonthlyTotalsHandler implements IQueryHandler<GetMonthlyTotals> {
  readonly #projections = createMonthProjections();
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetMonthlyTotals) {
    return monthlyTotals(this.readModel, this.#projections, asked);
  }
}

export class GetDailyTotals extends AskedQuery<DailyTotalsAsked, DailyTotals> {}

@QueryHandler(GetDailyTotals)
export class GetDailyTotalsHandler implements IQueryHandler<GetDailyTotals> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetDailyTotals) {
    return this.readModel.read((snapshot) => dailyTotals(snapshot, asked));
  }
}

export class ExplainFigure extends AskedQuery<ExplainAsked, UnitsExplanation> {}

@QueryHandler(ExplainFigure)
export class ExplainFigureHandler implements IQueryHandler<ExplainFigure> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: ExplainFigure) {
    return this.readModel.read((snapshot) => explain(snapshot, asked));
  }
}

export const TOTALS_HANDLERS = [GetMonthlyTotalsHandler, GetDailyTotalsHandler, ExplainFigureHandler];
