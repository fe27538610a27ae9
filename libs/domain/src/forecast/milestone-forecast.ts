import { addDays } from '../time/calendar.js';
import { backtest, horizonOf, rangesDidNotHold, type Backtest } from './backtest.js';
import { assumedChanges } from './capacity.js';
import {
  countedDays,
  dayNumber,
  FEWEST_DAYS,
  firstDate,
  paceWindow,
  type CapacityChange,
  type CountedDays,
  type CountHistory,
  type PaceWindow,
} from './history.js';
import { HORIZON_DAYS } from './horizon.js';
import { outlookOf, type Outlook } from './outlook.js';
import { pathsOf, percentile, reachedBy, shareUpTo, type Paths, type Start, type Steps } from './paths.js';
import { runRateOf } from './run-rate.js';

/** The name of the method; answers carry it, and it is part of every seed. */
export const FORECAST_METHOD = 'pace-calibrated-2';
export const PATHS = 500;
/** Most dates are nearer than this, and need no more to be worked out. */
const USUAL_DAYS = 550;
/** Dates of `path`, at the most, beside those of P10, P50 and P85. */
const MOST_POINTS = 36;
const WEEK = 7;
/** No chance is said to be surer than this, either way. */
export const SUREST = 0.99;
/** Where ranges have not held before, nothing is surer than this. */
const SUREST_UNHELD = 0.9;

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
  /** Days from P10 to P85. */
  readonly spreadDays: number | null;
  /** The share of paths that make the due date, 0 to 1; none is surer than 99 in 100. */
  readonly probabilityByDue: number;
  /** What is left to count, a day from the running day to the due date; null when that is past. */
  readonly requiredPerDay: number | null;
  readonly pacePerDay: number;
  /** The same with every change of capacity just as it was announced. */
  readonly asPlanned: ForecastDates;
  /** The same without the changes of capacity that no day has shown yet. */
  readonly withoutAssumptions: ForecastDates & { readonly probabilityByDue: number };
  /** Counts at the end of a date that 90, 50 and 15 in 100 paths reach: P50 is at the target on the date P50. */
  readonly path: readonly PathPoint[];
  readonly method: typeof FORECAST_METHOD;
  readonly seed: string;
  readonly paths: number;
  readonly window: PaceWindow;
  /** Expected change of the pace from week to week, as a share, as far as past errors say. */
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
 * Forecast of a milestone by `pace-calibrated-2`: the level of the last weeks in the rhythm of the days to come, spread as far
 * as the same method was off at that horizon before, with planned capacity that may come late. The same question always gives
 * the same answer, to the last bit. Undefined with fewer than ten days of data. See docs/decisions/0028-forecasts-that-hold.md.
 */
export function* milestoneForecast<Change extends CapacityChange>(
  question: MilestoneQuestion<Change>,
): Steps<MilestoneForecast<Change> | undefined> {
  const { at, target, due, value, milestone, days } = question;
  const since = question.since ?? firstDate(days);
  const window = paceWindow(since, at);
  if (!window || daysOfData(since, at) < FEWEST_DAYS) return undefined;
  const seed = `${milestone}/${FORECAST_METHOD}/${at}`;
  const start = startOf(days, value, at);
  const dueDay = dayNumber(due) - dayNumber(at);
  const counted = countedDays(question);
  const asking: Asking = { counted, target, start, seed, dueDay };

  const main = yield* reachedIn(asking, question.capacity);
  if (!main) return undefined;
  const { reached, paths, outlook } = main;
  const known = outlook.past.plants.flatMap(({ plant, plan }) => (plan ? [plant] : []));
  const assumptions = assumedChanges(question.capacity, known, at);
  const planned = outlook.ways.length > 1 ? yield* reachedIn(asking, question.capacity, true) : main;
  const bare = assumptions.length > 0 ? yield* reachedIn(asking, withoutThese(question.capacity, assumptions)) : main;
  const [p10, p50, p85] = [percentile(reached, 10), percentile(reached, 50), percentile(reached, 85)];
  const past = yield* backtest(counted, question.capacity, horizonOf(p50));
  const [runRate, pacePerDay] = runRateOf(days, window, start, target);
  const surest = rangesDidNotHold(past) ? SUREST_UNHELD : SUREST;
  const chance = (of: Float64Array) => chanceBy(of, dueDay, surest);
  return {
    p10: dateIn(at, p10),
    ...datesOf(reached, at, dueDay),
    runRate: dateIn(at, runRate),
    daysAheadP85: aheadBy(p85, dueDay),
    spreadDays: Number.isFinite(p85) ? p85 - p10 : null,
    probabilityByDue: chance(reached),
    requiredPerDay: dueDay < 0 ? null : rounded(Math.max(0, target - value) / (dueDay + 1)),
    pacePerDay: rounded(pacePerDay),
    asPlanned: datesOf(planned?.reached ?? reached, at, dueDay),
    withoutAssumptions: {
      ...datesOf(bare?.reached ?? reached, at, dueDay),
      probabilityByDue: chance(bare?.reached ?? reached),
    },
    path: yield* pathOf(paths, start, at, [p10, p50, p85], dueDay),
    method: FORECAST_METHOD,
    seed,
    paths: PATHS,
    window,
    weeklyDrift: driftOf(outlook),
    assumptions,
    withoutCapacity: outlook.past.withoutCapacity,
    backtest: past,
  };
}

interface Asking {
  readonly counted: CountedDays;
  readonly target: number;
  readonly start: Start;
  readonly seed: string;
  readonly dueDay: number;
}

interface Reached {
  readonly outlook: Outlook;
  readonly paths: Paths;
  readonly reached: Float64Array;
}

/** The days on which paths reach the target, looked for within the usual time at first. */
function* reachedIn(
  { counted, target, start, seed, dueDay }: Asking,
  capacity: readonly CapacityChange[],
  asPlanned = false,
): Steps<Reached | undefined> {
  for (const horizon of [Math.max(USUAL_DAYS, Math.min(dueDay + 1, HORIZON_DAYS)), HORIZON_DAYS]) {
    const outlook = outlookOf(counted, capacity, horizon, asPlanned);
    if (!outlook) return undefined;
    yield;
    const paths = pathsOf(outlook, start, PATHS, seed);
    const reached = paths.daysUntil(target);
    yield;
    if (horizon === HORIZON_DAYS || Number.isFinite(percentile(reached, 85))) return { outlook, paths, reached };
  }
  return undefined;
}

function daysOfData(since: string | undefined, at: string): number {
  return since === undefined ? 0 : dayNumber(at) - dayNumber(since);
}

function withoutThese(capacity: readonly CapacityChange[], these: readonly CapacityChange[]): CapacityChange[] {
  return capacity.filter(
    ({ plant, effectiveFrom }) =>
      !these.some((other) => other.plant === plant && other.effectiveFrom === effectiveFrom),
  );
}

/** Counts dated on the running day or after it are the running day's. */
export function startOf(days: CountHistory['days'], value: number, at: string): Start {
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

/** None for what is over, or is never reached on any path; what may still happen is neither sure nor hopeless. */
function chanceBy(reached: Float64Array, dueDay: number, surest: number): number {
  if (dueDay < 0 || !Number.isFinite(reached[0] ?? Infinity)) return 0;
  return Math.min(surest, Math.max(0.01, shareUpTo(reached, dueDay)));
}

/** The middle ratio of the next eight weeks, of which the fourth is the mean one. */
function driftOf({ errors }: Outlook): number {
  const eightWeeks = errors.horizons.indexOf(8 * WEEK);
  const [middle = 1] = errors.ratios(1)[eightWeeks] ?? [];
  return rounded((middle - 1) / 4, 1e6);
}

/** The current count, then in equal steps of weeks to the last day, and on the dates of the percentiles. */
function* pathOf(paths: Paths, start: Start, at: string, dates: readonly number[], dueDay: number): Steps<PathPoint[]> {
  const known = dates.filter(Number.isFinite);
  const last = Math.min(Math.max(0, dueDay, ...known), HORIZON_DAYS - 1);
  const step = WEEK * Math.max(1, Math.ceil((last + 1) / WEEK / MOST_POINTS));
  const days = new Set([...known, last]);
  for (let day = step - 1; day < last; day += step) days.add(day);
  const points = [{ date: addDays(at, -1), p10: start.before, p50: start.before, p85: start.before }];
  for (const day of [...days].toSorted((one, other) => one - other)) {
    const counts = paths.countsOn(day);
    const [p10 = 0, p50 = 0, p85 = 0] = [90, 50, 15].map((percent) => Math.floor(reachedBy(counts, percent) + 1e-6));
    points.push({ date: addDays(at, day), p10, p50, p85 });
    yield;
  }
  return points;
}

function dateIn(at: string, day: number): string | null {
  return Number.isFinite(day) ? addDays(at, day) : null;
}

function rounded(value: number, digits = 1e4): number {
  return Math.round(value * digits) / digits;
}
