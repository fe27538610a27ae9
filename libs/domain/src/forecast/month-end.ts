import { addDays, addMonths } from '../time/calendar.js';
import { countedDays, dayNumber, FEWEST_DAYS, firstDate, type CountHistory } from './history.js';
import { FORECAST_METHOD, PATHS, SUREST } from './milestone-forecast.js';
import { outlookOf } from './outlook.js';
import { finish, pathsOf, percentile, type Steps } from './paths.js';

export interface MonthEndQuestion extends CountHistory {
  /** `YYYY-MM`, the running day's or a later one. */
  readonly month: string;
  /** The month's count so far, the running day included. */
  readonly countedSoFar: number;
  /** Distinguishes this figure from others, such as `produced.bj-1.SU7.2024-07`; method and day are added. */
  readonly seed: string;
}

/** Where a month's count is likely to end, in whole units, ascending: a tenth of the paths ends at or below `p10`. */
export interface MonthEnd {
  readonly p10: number;
  readonly p50: number;
  readonly p85: number;
  /** The share of paths that end at the target or above it, to four digits; while the month runs from 0.01 to 0.99. */
  probability(target: number): number;
  /** About how many bytes `probability` keeps. */
  readonly size: number;
}

/**
 * A month's count at its end by the method of the milestones' forecast (`pace-calibrated-2`). A month that has ended has
 * the count it ended with. Undefined with fewer than ten days of data.
 */
export function projectMonthEnd(question: MonthEndQuestion): MonthEnd | undefined {
  const ends = finish(monthEndsInSteps(question));
  return ends && monthEndOf(ends);
}

/** The counts with which all paths end, ascending. */
export function* monthEndsInSteps(question: MonthEndQuestion): Steps<Float64Array | undefined> {
  const { days, at, month, countedSoFar, seed } = question;
  const since = question.since ?? firstDate(days);
  const lastDate = addDays(`${addMonths(month, 1)}-01`, -1);
  if (lastDate < at) return new Float64Array([countedSoFar]);
  if (since === undefined || dayNumber(at) - dayNumber(since) < FEWEST_DAYS) return undefined;
  const last = dayNumber(lastDate) - dayNumber(at);
  const outlook = outlookOf(countedDays({ ...question, since }), question.capacity, last + 1);
  yield;
  if (!outlook) return undefined;
  const today = days.reduce(
    (sum, { date, count }) => (date >= at && date.slice(0, 7) === month ? sum + count : sum),
    0,
  );
  const start = { before: countedSoFar - today, today };
  const paths = pathsOf(outlook, start, PATHS, `${seed}/${FORECAST_METHOD}/${at}`);
  const first = dayNumber(`${month}-01`) - dayNumber(at);
  return first > 0 ? paths.countsBetween(first, last) : paths.countsOn(last);
}

export function monthEndOf(ascending: Float64Array): MonthEnd {
  const [p10 = 0, p50 = 0, p85 = 0] = [10, 50, 85].map((percent) => Math.round(percentile(ascending, percent)));
  return { p10, p50, p85, ...probabilities(ascending) };
}

/** Most paths end at few different counts: each is stored once, with how many of the paths end below it. */
function probabilities(ascending: Float64Array): Pick<MonthEnd, 'probability' | 'size'> {
  const surest = ascending.length > 1 ? SUREST : 1;
  const ends = ascending.map((count) => Math.round(count));
  const isFirst = (end: number, index: number) => index === 0 || end !== ends[index - 1];
  const counts = ends.filter(isFirst);
  const below = new Uint32Array(counts.length);
  let found = 0;
  ends.forEach((end, index) => {
    if (isFirst(end, index)) below[found++] = index;
  });
  return probabilityAmong(counts, below, ends.length, surest);
}

function probabilityAmong(
  counts: Float64Array,
  below: Uint32Array,
  paths: number,
  surest: number,
): Pick<MonthEnd, 'probability' | 'size'> {
  return {
    size: counts.byteLength + below.byteLength,
    probability(target) {
      let [low, high] = [0, counts.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((counts[middle] ?? 0) >= target) high = middle;
        else low = middle + 1;
      }
      const reaching = low === counts.length ? 0 : paths - (below[low] ?? 0);
      const share = Math.round((reaching / paths) * 10_000) / 10_000;
      return Math.min(surest, Math.max(Math.round((1 - surest) * 100) / 100, share));
    },
  };
}
