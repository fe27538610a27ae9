import { addDays } from '../time/calendar.js';
import { backtest, type Backtest } from './backtest.js';
import { assumedChanges } from './capacity.js';
import {
  countsByPlant,
  dayNumber,
  FEWEST_DAYS,
  firstDate,
  type CapacityChange,
  type CountHistory,
  type PaceWindow,
} from './history.js';
import { paceOf, WEEK, type Pace } from './pace.js';
import { countsOn, daysUntil, percentile, scheduleOf, shareUpTo, type Start, type Steps } from './paths.js';
import { drawsFrom } from './seed.js';

/** The name of the method; answers carry it, and it is part of every seed. */
export const FORECAST_METHOD = 'pace-bootstrap-1';
export const PATHS = 10_000;
/** Nothing is forecast beyond ten years. */
export const HORIZON_WEEKS = 522;
/** Dates of `path`, at the most. */
const MOST_POINTS = 40;

export interface MilestoneQuestion<Change extends CapacityChange = CapacityChange> extends CountHistory {
  readonly capacity: readonly Change[];
  readonly milestone: string;
  readonly target: number;
  /** Calendar date; the day itself is still in time. */
  readonly due: string;
  /** The count so far, the running day included. */
  readonly value: number;
}

/** When a milestone will be reached. Dates are those of the running day's calendar; null: not within ten years. */
export interface MilestoneForecast<Change extends CapacityChange = CapacityChange> extends ForecastDates {
  readonly p10: string | null;
  /** The date at the mean pace of the window, whatever the capacity does; the running day counts at least what it has had. */
  readonly runRate: string | null;
  /** From P50, from P85, to the due date: positive is early. */
  readonly daysAheadP85: number | null;
  /** Days from P10 to P85: what this model allows. */
  readonly spreadDays: number | null;
  /** The share of paths that make the due date, 0 to 1. */
  readonly probabilityByDue: number;
  /** What is left to count, a day from the running day to the due date; null when that is past. */
  readonly requiredPerDay: number | null;
  readonly pacePerDay: number;
  /** The same without the changes of capacity that no day has shown yet. */
  readonly withoutAssumptions: ForecastDates;
  /** Percentiles of the count at the end of a date, ascending: a tenth of the paths is at or below `p10`. */
  readonly path: readonly PathPoint[];
  readonly method: typeof FORECAST_METHOD;
  readonly seed: string;
  readonly paths: number;
  readonly window: PaceWindow;
  /** Expected change of the level from week to week, as a share of the window's mean. */
  readonly weeklyDrift: number;
  readonly assumptions: readonly Change[];
  /** Plants without a known capacity: their pace is used as it is. */
  readonly withoutCapacity: readonly string[];
  readonly backtest: Backtest;
}

export interface ForecastDates {
  readonly p50: string | null;
  readonly p85: string | null;
  readonly daysAheadP50: number | null;
}

export interface PathPoint {
  readonly date: string;
  readonly p10: number;
  readonly p50: number;
  readonly p85: number;
}

/**
 * Forecast of a milestone by `pace-bootstrap-1`: weekday-aligned blocks of the last four weeks, resampled by Künsch's block
 * bootstrap and carried to each future day's capacity, with a weekly drift. The same question always gives the same
 * answer, to the last bit. Undefined with fewer than ten days of data. See docs/decisions/0009-forecast.md.
 */
export function* milestoneForecast<Change extends CapacityChange>(
  question: MilestoneQuestion<Change>,
): Steps<MilestoneForecast<Change> | undefined> {
  const { at, target, due, value, milestone, days } = question;
  const counts = countsByPlant(days);
  const since = question.since ?? firstDate(days);
  const pace = paceOf({ counts, capacity: question.capacity, since, at });
  if (!pace || pace.window.days < FEWEST_DAYS) return undefined;
  const seed = `${milestone}/${FORECAST_METHOD}/${at}`;
  const plants = pace.plants.map(({ plant }) => plant).filter((plant) => !pace.withoutCapacity.includes(plant ?? ''));
  const assumptions = assumedChanges(question.capacity, plants, at);
  const start = startOf(days, value, at);
  const dueDay = dayNumber(due) - pace.today;

  const schedule = scheduleOf(pace, HORIZON_WEEKS);
  const reached = yield* daysUntil(target, pace, schedule, drawsFrom(seed), start, PATHS);
  const dates = datesOf(reached, at, dueDay);
  const spread = percentile(reached, 85) - percentile(reached, 10);
  const [runRate, pacePerDay] = runRateOf(pace, start, target);
  return {
    p10: dateIn(at, percentile(reached, 10)),
    ...dates,
    runRate: dateIn(at, runRate),
    daysAheadP85: aheadBy(percentile(reached, 85), dueDay),
    spreadDays: Number.isFinite(spread) ? spread : null,
    probabilityByDue: shareUpTo(reached, dueDay),
    requiredPerDay: dueDay < 0 ? null : rounded(Math.max(0, target - value) / (dueDay + 1)),
    pacePerDay: rounded(pacePerDay),
    withoutAssumptions: assumptions.length === 0 ? dates : yield* datesWithout(assumptions, question, seed),
    path: yield* pathOf(pace, start, at, seed, Math.max(dueDay, finiteOr(percentile(reached, 85), dueDay))),
    method: FORECAST_METHOD,
    seed,
    paths: PATHS,
    window: pace.window,
    weeklyDrift: rounded(pace.drift.weekly, 1e6),
    assumptions,
    withoutCapacity: pace.withoutCapacity,
    backtest: yield* backtest({ counts, capacity: question.capacity, since, at }, milestone),
  };
}

function* datesWithout(
  assumptions: readonly CapacityChange[],
  question: MilestoneQuestion,
  seed: string,
): Steps<ForecastDates> {
  const { at, target, due, value, days } = question;
  const capacity = question.capacity.filter(
    ({ plant, effectiveFrom }) =>
      !assumptions.some((assumed) => assumed.plant === plant && assumed.effectiveFrom === effectiveFrom),
  );
  const since = question.since ?? firstDate(days);
  const pace = paceOf({ counts: countsByPlant(days), capacity, since, at });
  if (!pace) return { p50: null, p85: null, daysAheadP50: null };
  const schedule = scheduleOf(pace, HORIZON_WEEKS);
  const reached = yield* daysUntil(target, pace, schedule, drawsFrom(seed), startOf(days, value, at), PATHS);
  return datesOf(reached, at, dayNumber(due) - pace.today);
}

/** Counts dated on the running day or after it are the running day's. */
function startOf(days: CountHistory['days'], value: number, at: string): Start {
  const today = days.reduce((sum, { date, count }) => (date >= at ? sum + count : sum), 0);
  return { before: value - today, today };
}

function datesOf(reached: Float64Array, at: string, dueDay: number): ForecastDates {
  const [p50, p85] = [percentile(reached, 50), percentile(reached, 85)];
  return { p50: dateIn(at, p50), p85: dateIn(at, p85), daysAheadP50: aheadBy(p50, dueDay) };
}

function aheadBy(day: number, dueDay: number): number | null {
  return Number.isFinite(day) ? dueDay - day : null;
}

function runRateOf(
  { count, window }: Pace,
  { before, today }: Start,
  target: number,
): readonly [day: number, perDay: number] {
  const perDay = count / window.days;
  const rest = target - before - Math.max(today, perDay);
  const day = perDay > 0 ? Math.max(0, Math.ceil(rest / perDay - 1e-9)) : Infinity;
  return [day < HORIZON_WEEKS * WEEK ? day : Infinity, perDay];
}

/** The current count, then week by week, or in longer equal steps, to the last day. */
function* pathOf(pace: Pace, start: Start, at: string, seed: string, lastDay: number): Steps<PathPoint[]> {
  const last = Math.min(Math.max(0, lastDay), HORIZON_WEEKS * WEEK - 1);
  const step = WEEK * Math.max(1, Math.ceil((last + 1) / WEEK / MOST_POINTS));
  const days: number[] = [];
  for (let day = step - 1; day < last; day += step) days.push(day);
  days.push(last);
  const schedule = scheduleOf(pace, Math.floor(last / WEEK) + 1);
  const counts = yield* countsOn(days, pace, schedule, drawsFrom(seed), start, PATHS);
  const now = { date: addDays(at, -1), p10: start.before, p50: start.before, p85: start.before };
  const points = days.map((day, index) => {
    const ascending = counts[index] ?? new Float64Array();
    const [p10, p50, p85] = [10, 50, 85].map((percent) => Math.round(percentile(ascending, percent)));
    return { date: addDays(at, day), p10: p10 ?? 0, p50: p50 ?? 0, p85: p85 ?? 0 };
  });
  return [now, ...points];
}

function dateIn(at: string, day: number): string | null {
  return Number.isFinite(day) ? addDays(at, day) : null;
}

function finiteOr(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}

function rounded(value: number, digits = 1e4): number {
  return Math.round(value * digits) / digits;
}
