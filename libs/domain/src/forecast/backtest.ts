import { addDays, addMonths } from '../time/calendar.js';
import { countedBefore, dateOfDay, dayNumber, type CapacityChange, type CountedDays } from './history.js';
import { outlookOf } from './outlook.js';
import { pathsOf, percentile, type Steps } from './paths.js';

/** How often the ranges held over the ledger's own past; `untested` while that is too short. */
export type Backtest =
  | 'untested'
  | {
      /** How far ahead was forecast: 1, 2, 3 or 6 months, whichever is nearest to the milestone's own way. */
      readonly months: number;
      /** Past dates, four weeks apart, with four weeks of data before them and that many months after. */
      readonly tested: number;
      /** Of these, how often what was counted in that time was forecast for a range, P10 to P85, with its true day. */
      readonly held: number;
      /** `held` of `tested`, to four digits; the range promises 0.75. */
      readonly share: number;
      /** What the range promises: 0.75 of `tested`, to a tenth. */
      readonly expected: number;
      /** Days from P10 to P85, the mean over the dates tested; null where one of them had no P85 within three times the way. */
      readonly widthDays: number | null;
      readonly note: string;
    };

/** The range promises 75 of 100 cases; with a share this low of at least so many tested ones it has not held. */
const FEW = 0.6;
const ENOUGH_TESTED = 5;

export function rangesDidNotHold(tested: Backtest): tested is Exclude<Backtest, 'untested'> {
  return tested !== 'untested' && tested.tested >= ENOUGH_TESTED && tested.share < FEW;
}

const BACKTEST_MONTHS = [1, 2, 3, 6] as const;
/** Past dates tried, the latest: a year. */
export const MOST_TESTED = 13;
const EVERY_DAYS = 28;
const BEFORE_DAYS = 28;
const PATHS_EACH = 200;
const NOTE =
  'Dates are four weeks apart, so their times overlap. Counts and capacities are as known now, cut by the day they occurred.';

/** The horizon nearest to so many days; the longest for what is never reached. */
export function horizonOf(days: number): number {
  const most = Math.min(days, 365);
  const off = (months: number) => Math.abs(months * 30.4 - most);
  return BACKTEST_MONTHS.reduce<number>((best, months) => (off(months) < off(best) ? months : best), 6);
}

/** Asks past dates when what was counted in the months after them would have been counted, and compares. */
export function* backtest(all: CountedDays, capacity: readonly CapacityChange[], months: number): Steps<Backtest> {
  let [tested, held, width] = [0, 0, 0];
  for (let back = 0; back < MOST_TESTED; back += 1) {
    const end = all.today - back * EVERY_DAYS;
    const at = monthsBefore(dateOfDay(end), months);
    const day = dayNumber(at);
    if (day - BEFORE_DAYS < all.first) break;
    const [target, truth] = countedBetween(all, day, end);
    if (truth < 0) continue;
    const announced = capacity.filter(({ occurredOn }) => occurredOn === undefined || occurredOn < at);
    const outlook = outlookOf(countedBefore(all, day), announced, 3 * (end - day));
    if (!outlook) break;
    const reached = pathsOf(outlook, { before: 0, today: 0 }, PATHS_EACH, `backtest/${at}`).daysUntil(target);
    const [p10, p85] = [percentile(reached, 10), percentile(reached, 85)];
    tested += 1;
    if (p10 <= truth && truth <= p85) held += 1;
    width += p85 - p10;
    yield;
  }
  if (tested === 0) return 'untested';
  return {
    months,
    tested,
    held,
    share: Math.round((held / tested) * 10_000) / 10_000,
    expected: Math.round(tested * 7.5) / 10,
    widthDays: Number.isFinite(width) ? Math.round((width / tested) * 10) / 10 : null,
    note: NOTE,
  };
}

/** The same day of an earlier month, or its last one. */
function monthsBefore(date: string, months: number): string {
  const month = addMonths(date.slice(0, 7), -months);
  const lastDay = addDays(`${addMonths(month, 1)}-01`, -1);
  const same = `${month}${date.slice(7)}`;
  return same < lastDay ? same : lastDay;
}

/** What was counted from a day to before another one, and on which of them it was first there; −1: nothing was. */
function countedBetween({ first, plants }: CountedDays, from: number, to: number): readonly [number, number] {
  const counts = new Float64Array(to - from).map((_, day) =>
    plants.reduce((sum, each) => sum + (each.counts[from + day - first] ?? 0), 0),
  );
  const target = counts.reduce((sum, count) => sum + count, 0);
  if (target <= 0) return [0, -1];
  let sum = 0;
  return [target, counts.findIndex((count) => (sum += count) >= target)];
}
