import {
  milestoneForecast,
  monthEndsInSteps,
  type MilestoneForecast,
  type MilestoneQuestion,
  type MonthEndQuestion,
  type Steps,
} from '@plant-ledger/domain';

/** What is worked out, and of which kind of question. Questions and answers are plain data, so a thread can have them. */
export interface ForecastAnswers {
  readonly milestone: MilestoneForecast | undefined;
  /** The ends of all paths, ascending. */
  readonly month: Float64Array | undefined;
}

export interface ForecastQuestions {
  readonly milestone: MilestoneQuestion;
  readonly month: MonthEndQuestion;
}

export type ForecastKind = keyof ForecastAnswers;

export const FORECAST_STEPS: {
  readonly [Kind in ForecastKind]: (question: ForecastQuestions[Kind]) => Steps<ForecastAnswers[Kind]>;
} = { milestone: milestoneForecast, month: monthEndsInSteps };
