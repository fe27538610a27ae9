import { addDays, addMonths } from '../time/calendar.js';
import { countsByPlant, dayNumber, FEWEST_DAYS, firstDate, type CountHistory } from './history.js';
import { FORECAST_METHOD, PATHS } from './milestone-forecast.js';
import { paceOf, WEEK } from './pace.js';
import { countsOn, finish, percentile, scheduleOf, type Steps } from './paths.js';
import { drawsFrom } from './seed.js';

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
  /** The share of paths that end at the target or above it, 0 to 1, to four digits. */
  probability(target: number): number;
  /** About how many bytes `probability` keeps. */
  readonly size: number;
}

/**
 * A month's count at its end by the method of the milestones' forecast (`pace-bootstrap-1`), from the last 28 whole
 * days before the running one. A month that has ended has the count it ended with. Undefined with fewer than ten days
 * of data. Takes about 10 ms: callers should cache the answer.
 */
export function projectMonthEnd(question: MonthEndQuestion): MonthEnd | undefined {
  return finish(monthEndInSteps(question));
}

export function* monthEndInSteps(question: MonthEndQuestion): Steps<MonthEnd | undefined> {
  const { days, at, month, countedSoFar, seed } = question;
  const since = question.since ?? firstDate(days);
  const lastDate = addDays(`${addMonths(month, 1)}-01`, -1);
  if (lastDate < at) return endsAt(new Float64Array([countedSoFar]));
  const pace = paceOf({ counts: countsByPlant(days), capacity: question.capacity, since, at });
  if (!pace || pace.window.days < FEWEST_DAYS) return undefined;
  const today = days.reduce(
    (sum, { date, count }) => (date >= at && date.slice(0, 7) === month ? sum + count : sum),
    0,
  );
  const [first, last] = [dayNumber(`${month}-01`) - pace.today, dayNumber(lastDate) - pace.today];
  const schedule = scheduleOf(pace, Math.floor(last / WEEK) + 1, (day) => day >= first);
  const draws = drawsFrom(`${seed}/${FORECAST_METHOD}/${at}`);
  const start = { before: countedSoFar - today, today };
  const [counts] = yield* countsOn([last], pace, schedule, draws, start, PATHS);
  return counts && endsAt(counts);
}

function endsAt(ascending: Float64Array): MonthEnd {
  const [p10 = 0, p50 = 0, p85 = 0] = [10, 50, 85].map((percent) => Math.round(percentile(ascending, percent)));
  return { p10, p50, p85, ...probabilities(ascending) };
}

/** Most paths end at few different counts: each is stored once, with how many of the paths end below it. */
function probabilities(ascending: Float64Array): Pick<MonthEnd, 'probability' | 'size'> {
  const ends = ascending.map((count) => Math.round(count));
  const isFirst = (end: number, index: number) => index === 0 || end !== ends[index - 1];
  const counts = ends.filter(isFirst);
  const below = new Uint32Array(counts.length);
  let found = 0;
  ends.forEach((end, index) => {
    if (isFirst(end, index)) below[found++] = index;
  });
  return probabilityAmong(counts, below, ends.length);
}

function probabilityAmong(
  counts: Float64Array,
  below: Uint32Array,
  paths: number,
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
      return Math.round((reaching / paths) * 10_000) / 10_000;
    },
  };
}
