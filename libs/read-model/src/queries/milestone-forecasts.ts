import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import {
  milestoneForecast,
  PACE_DAYS,
  type MilestoneForecast,
  type MilestoneQuestion,
  type Steps,
} from '@plant-ledger/domain';
import type { KnownCapacity } from './forecast-inputs.js';
import { formatInstant } from './wire.js';

type Question = MilestoneQuestion<KnownCapacity>;
type Forecast = MilestoneForecast<KnownCapacity>;

/** Answers forecasts, each question's once. */
export type Forecasts = (question: Question) => Promise<Forecast | undefined>;

/** A change of capacity that a forecast reckons with, though no day has shown it yet. */
export interface AssumptionView {
  readonly type: 'PlantCapacityChanged';
  readonly plant: string;
  readonly unitsPerMonth: number;
  readonly effectiveFrom: string;
  readonly note: string | null;
  readonly eventId: string;
  readonly position: string;
  readonly recordedAt: string;
}

export interface ForecastView extends Omit<Forecast, 'assumptions' | 'withoutCapacity'> {
  readonly assumptions: readonly AssumptionView[];
  /** What a reader should know besides, in sentences. */
  readonly notes: readonly string[];
}

/** Other requests are let in after this many milliseconds of reckoning. */
const SLICE = 8;

/**
 * Forecasts, of which the latest are kept. A question is all that its forecast is made from, so a kept answer is never
 * out of date: another position or time of asking with the same counts and the same running day is the same question.
 */
export function createForecasts(most = 64): Forecasts {
  const kept = new Map<string, Promise<Forecast | undefined>>();
  return (question) => {
    const key = hash('sha256', JSON.stringify(question), 'base64');
    const answer = kept.get(key) ?? inSlices(milestoneForecast(question));
    kept.delete(key);
    kept.set(key, answer);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    answer.catch(() => kept.delete(key));
    return answer;
  };
}

async function inSlices<Result>(steps: Steps<Result>): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - since < SLICE) continue;
    await setImmediate();
    since = performance.now();
  }
}

/** A forecast as answers show it. */
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

/** The range is for 75 of 100 cases; so few of at least so many tested ones are worth a sentence. */
const FEW = 0.6;
const ENOUGH_TESTED = 5;

function notesOn(
  { window, backtest }: Pick<Forecast, 'window' | 'backtest'>,
  withoutCapacity: readonly string[],
): string[] {
  const notes = withoutCapacity.map(
    (plant) => `Plant "${plant}" has no capacity on record: its pace is taken as it is.`,
  );
  if (window.days < PACE_DAYS)
    notes.push(`Only ${window.days} days of data: no drift is estimated, and the range is narrower than it should be.`);
  if (backtest !== 'untested' && backtest.tested >= ENOUGH_TESTED && backtest.share < FEW)
    notes.push(
      `Such ranges held in ${backtest.held} of ${backtest.tested} past cases, where 3 in 4 should: take this one as too narrow.`,
    );
  return notes;
}
