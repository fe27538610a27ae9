import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ReadModel } from '../database/read-model.js';
import { dailyTotals, type DailyTotals, type DailyTotalsAsked } from './daily-totals.js';
import { explain, type ExplainAsked, type Explanation } from './explain.js';
import type { Forecasts } from './milestone-forecasts.js';
import { milestones, type Milestones, type MilestonesAsked } from './milestones.js';
import { month, type MonthAsked, type MonthView } from './month.js';
import { createMonthProjections } from './month-projections.js';
import { monthlyTotals, type MonthlyTotals, type MonthlyTotalsAsked } from './monthly-totals.js';
import { stockOnHand, type StockAsked, type StockOnHand } from './stock.js';
import { FORECASTS, READ_MODEL } from './tokens.js';

/** Figures about vehicles and the plan, each as of one position. */

export class GetMonthlyTotals extends Query<MonthlyTotals> {
  constructor(readonly asked: MonthlyTotalsAsked) {
    super();
  }
}

@QueryHandler(GetMonthlyTotals)
export class GetMonthlyTotalsHandler implements IQueryHandler<GetMonthlyTotals> {
  readonly #projections = createMonthProjections();
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: GetMonthlyTotals) {
    return monthlyTotals(this.readModel, this.#projections, asked);
  }
}

export class GetMonth extends Query<MonthView> {
  constructor(readonly asked: MonthAsked) {
    super();
  }
}

@QueryHandler(GetMonth)
export class GetMonthHandler implements IQueryHandler<GetMonth> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: GetMonth) {
    return this.readModel.read((snapshot) => month(snapshot, asked));
  }
}

export class GetDailyTotals extends Query<DailyTotals> {
  constructor(readonly asked: DailyTotalsAsked) {
    super();
  }
}

@QueryHandler(GetDailyTotals)
export class GetDailyTotalsHandler implements IQueryHandler<GetDailyTotals> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: GetDailyTotals) {
    return this.readModel.read((snapshot) => dailyTotals(snapshot, asked));
  }
}

export class GetStock extends Query<StockOnHand> {
  constructor(readonly asked: StockAsked) {
    super();
  }
}

@QueryHandler(GetStock)
export class GetStockHandler implements IQueryHandler<GetStock> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: GetStock) {
    return this.readModel.read((snapshot) => stockOnHand(snapshot, asked));
  }
}

export class ExplainFigure extends Query<Explanation> {
  constructor(readonly asked: ExplainAsked) {
    super();
  }
}

@QueryHandler(ExplainFigure)
export class ExplainFigureHandler implements IQueryHandler<ExplainFigure> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}
  execute({ asked }: ExplainFigure) {
    return this.readModel.read((snapshot) => explain(snapshot, asked));
  }
}

export class GetMilestones extends Query<Milestones> {
  constructor(readonly asked: MilestonesAsked) {
    super();
  }
}

@QueryHandler(GetMilestones)
export class GetMilestonesHandler implements IQueryHandler<GetMilestones> {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    @Inject(FORECASTS) private readonly forecasts: Forecasts,
  ) {}
  execute({ asked }: GetMilestones) {
    return milestones(this.readModel, this.forecasts, asked);
  }
}
