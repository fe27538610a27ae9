import { addDays } from '../time/calendar.js';
import { PACE_DAYS, dayNumber, type CountsByPlant } from './history.js';
import { paceOf, WEEK, type PaceHistory } from './pace.js';
import { countsOn, percentile, scheduleOf, type Steps } from './paths.js';
import { drawsFrom } from './seed.js';

/** How often the ranges held over the ledger's own past; `untested` while that is too short. */
export type Backtest =
  | 'untested'
  | {
      /** Past dates, a week apart, each with four whole weeks of data before and after it. */
      readonly tested: number;
      /** Of these, how often the count of the four weeks after lay from P10 to P85 of what was forecast for it. */
      readonly held: number;
      /** `held` of `tested`, to four digits; the range promises 0.75. */
      readonly share: number;
      readonly note: string;
    };

/** Past dates tried, the latest: half a year. */
export const MOST_TESTED = 26;
/** Days before the running one that a back-test uses. */
export const BACKTEST_DAYS = MOST_TESTED * WEEK + 2 * PACE_DAYS;
const PATHS_EACH = 1_000;
const NOTE =
  'Dates are a week apart, so their four weeks overlap. Counts and capacities are as known now, cut by the day they occurred.';

/** Forecasts the four weeks after past dates from what had occurred before them, and compares. */
export function* backtest(history: PaceHistory, name: string): Steps<Backtest> {
  let [tested, held] = [0, 0];
  for (let back = 0; back < MOST_TESTED; back += 1) {
    const at = addDays(history.at, -PACE_DAYS - back * WEEK);
    if (history.since === undefined || addDays(at, -PACE_DAYS) < history.since) break;
    const capacity = history.capacity.filter(({ occurredOn }) => occurredOn === undefined || occurredOn < at);
    const pace = paceOf({ ...history, at, capacity });
    if (!pace) break;
    const schedule = scheduleOf(pace, PACE_DAYS / WEEK);
    const draws = drawsFrom(`${name}/backtest/${at}`);
    const [counts] = yield* countsOn([PACE_DAYS - 1], pace, schedule, draws, { before: 0, today: 0 }, PATHS_EACH);
    if (!counts) break;
    const actual = countedFrom(history.counts, dayNumber(at));
    tested += 1;
    // Counts are whole units: a forecast of 9.7 means 9 or 10.
    if (actual >= Math.floor(percentile(counts, 10)) && actual <= Math.ceil(percentile(counts, 85))) held += 1;
  }
  if (tested === 0) return 'untested';
  return { tested, held, share: Math.round((held / tested) * 10_000) / 10_000, note: NOTE };
}

function countedFrom(counts: CountsByPlant, first: number): number {
  let sum = 0;
  for (const byDay of counts.values())
    for (let day = first; day < first + PACE_DAYS; day += 1) sum += byDay.get(day) ?? 0;
  return sum;
}
