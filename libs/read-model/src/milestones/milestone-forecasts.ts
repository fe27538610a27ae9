import type { ForecastView } from '@plant-ledger/contract';
import { PACE_DAYS, rangesDidNotHold, type MilestoneForecast, type MilestoneQuestion } from '@plant-ledger/domain';
import { formatInstant } from '../asking/wire.js';
import type { KnownCapacity } from '../forecasts/forecast-inputs.js';
import { forecastWork } from '../forecasts/forecast-thread.js';
import { keptAnswers } from '../forecasts/kept-answers.js';
import { questionKey } from '../forecasts/question-key.js';

type Question = MilestoneQuestion<KnownCapacity>;
type Forecast = MilestoneForecast<KnownCapacity>;

/** Answers forecasts, each question's once. `signal`: aborts when the client disconnects. */
export type Forecasts = (question: Question, signal?: AbortSignal) => Promise<Forecast | undefined>;

/** Bytes; enough for the forecasts of some thousand milestones. */
const ROOM = 64 * 1024 * 1024;
/** The approximate size of a forecast without its lists, and of each list entry. */
const FORECAST_SIZE = 2_000;
const LISTED_SIZE = 150;

/** The approximate size of a cached forecast, in bytes. */
export function forecastSize(forecast: Forecast | undefined): number {
  if (!forecast) return FORECAST_SIZE;
  const { path, assumptions, withoutCapacity } = forecast;
  const noted = assumptions.reduce((sum, { note }) => sum + (note?.length ?? 0), 0);
  return FORECAST_SIZE + LISTED_SIZE * (path.length + assumptions.length + withoutCapacity.length) + noted;
}

/**
 * Forecasts with a cache of the latest. A question is all that its forecast is made from, so a cached answer is never
 * out of date: another position or time of asking with the same counts and the same running day is the same question.
 * Concurrent askers share one computation, which is dropped when all of them have left.
 */
export function createForecasts(room = ROOM, work = forecastWork): Forecasts {
  const answers = keptAnswers<Forecast | undefined>(room, forecastSize);
  return (question, signal) =>
    // The assumptions of the answer are among the question's capacities.
    answers(
      questionKey(question),
      (gone) => work('milestone', question, gone) as Promise<Forecast | undefined>,
      signal,
    );
}

export function forecastView({ assumptions, withoutCapacity, ...forecast }: Forecast): ForecastView {
  return {
    ...forecast,
    assumptions: assumptions.map(({ plant, unitsPerMonth, effectiveFrom, note, eventId, position, recordedAt }) => ({
      type: 'PlantCapacityChanged',
      plant,
      unitsPerMonth,
      effectiveFrom,
      note,
      eventId,
      position,
      recordedAt: formatInstant(recordedAt),
    })),
    notes: notesOn(forecast, withoutCapacity),
  };
}

function notesOn(
  { window, backtest }: Pick<Forecast, 'window' | 'backtest'>,
  withoutCapacity: readonly string[],
): string[] {
  const notes = withoutCapacity.map(
    (plant) => `Plant "${plant}" has no capacity on record: its pace is taken as it is.`,
  );
  if (window.days < PACE_DAYS)
    notes.push(`Only ${window.days} days of data: the range rests on what other ledgers were off by.`);
  if (rangesDidNotHold(backtest))
    notes.push(
      `Past ranges were right ${backtest.held} times in ${backtest.tested} (${backtest.expected} expected), so the real range is wider.`,
    );
  return notes;
}
