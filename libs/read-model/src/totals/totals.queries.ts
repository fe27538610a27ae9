import type { DailyTotals, MonthlyTotals, UnitsExplanation } from '@plant-ledger/contract';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SnapshotReader } from '../asking/snapshot.js';
import { READ_MODEL } from '../asking/tokens.js';
import { dailyTotals, type DailyTotalsAsked } from './daily-totals.js';
import { explain, type ExplainAsked } from './explain.js';
import { createMonthProjections } from './month-projections.js';
import { monthlyTotals, type MonthlyTotalsAsked } from './monthly-totals.js';

export class GetMonthlyTotals extends Query<MonthlyTotals> {
  constructor(readonly asked: MonthlyTotalsAsked) {
    super();
  }
}

@QueryHandler(GetMonthlyTotals)
export class GetMonthlyTotalsHandler implements IQueryHandler<GetMonthlyTotals> {
  readonly #projections = createMonthProjections();
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetMonthlyTotals) {
    return monthlyTotals(this.readModel, this.#projections, asked);
  }
}

export class GetDailyTotals extends Query<DailyTotals> {
  constructor(readonly asked: DailyTotalsAsked) {
    super();
  }
}

@QueryHandler(GetDailyTotals)
export class GetDailyTotalsHandler implements IQueryHandler<GetDailyTotals> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: GetDailyTotals) {
    return this.readModel.read((snapshot) => dailyTotals(snapshot, asked));
  }
}

export class ExplainFigure extends Query<UnitsExplanation> {
  constructor(readonly asked: ExplainAsked) {
    super();
  }
}

@QueryHandler(ExplainFigure)
export class ExplainFigureHandler implements IQueryHandler<ExplainFigure> {
  constructor(@Inject(READ_MODEL) private readonly readModel: SnapshotReader) {}
  execute({ asked }: ExplainFigure) {
    return this.readModel.read((snapshot) => explain(snapshot, asked));
  }
}

export const TOTALS_HANDLERS = [GetMonthlyTotalsHandler, GetDailyTotalsHandler, ExplainFigureHandler];
