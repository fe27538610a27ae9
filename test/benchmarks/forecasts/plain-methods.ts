import { addMonths } from '@plant-ledger/domain';
import { daysBetween, sum, type Asked, type Method, type Reported } from './questions.js';
import { lehmer, normal } from './random.js';

/** The days that the pace of the last 28 takes to the target. */
const runRateDays = (counts: readonly number[], day: number, more: number): number => {
  const pace = sum(counts.slice(Math.max(0, day - 28), day)) / Math.min(28, day);
  return pace > 0 ? more / pace : Infinity;
};

/** With fewer past errors than this the run rate stands alone. */
const FEWEST = 3;

/** The run rate of 28 days, times the quantiles of how far it was off before at this horizon, in the series' own past. */
export const runRateWithErrors: Method = (asked) => {
  const { series, day, months, target, value, at } = asked;
  const { counts, from } = series;
  const ratios: number[] = [];
  for (let month = addMonths(at.slice(0, 7), -months); ; month = addMonths(month, -1)) {
    const [began, ended] = [daysBetween(from, `${month}-28`), daysBetween(from, `${addMonths(month, months)}-28`)];
    if (began < 28) break;
    const run = runRateDays(counts, began, sum(counts.slice(began, ended)));
    if (run > 0 && Number.isFinite(run)) ratios.push((ended - began) / run);
  }
  const run = runRateDays(counts, day, target - value);
  const ascending = ratios.toSorted((one, other) => one - other);
  return reportedBy((percent) => run * (ascending.length < FEWEST ? 1 : quantile(ascending, percent)));
};

const PATHS = 500;

/** Months as a random walk: each month's logarithm is the one before and a step drawn from a normal distribution. */
export const randomWalkOfMonths: Method = (asked) => {
  const { series, day, target, value } = asked;
  const months = monthsBefore(asked);
  const changes = months.slice(1).map((count, index) => Math.log(count / (months[index] ?? count)));
  const spread = Math.sqrt(sum(changes.map((change) => change ** 2)) / Math.max(1, changes.length));
  const level = (months.at(-1) ?? 0) / 30.4;
  if (level <= 0) return undefined;
  const random = lehmer(day + series.name.length);
  const days = Array.from({ length: PATHS }, () => {
    let [left, pace, passed] = [target - value, level, 0];
    for (let month = 0; month < 240; month += 1) {
      pace *= Math.exp(spread * normal(random));
      if (left <= pace * 30.4) return passed + left / pace;
      left -= pace * 30.4;
      passed += 30.4;
    }
    return Infinity;
  }).toSorted((one, other) => one - other);
  return reportedBy((percent) => quantile(days, percent));
};

/** Counts of 28 days to the 28th of each month, as long ones as a mean month; without those that counted nothing. */
function monthsBefore({ series: { counts, from }, at }: Asked): number[] {
  const months: number[] = [];
  for (let month = at.slice(0, 7); ; month = addMonths(month, -1)) {
    const [began, ended] = [daysBetween(from, `${addMonths(month, -1)}-28`), daysBetween(from, `${month}-28`)];
    if (began < 0) return months.toReversed();
    const count = sum(counts.slice(began, ended));
    if (count > 0) months.push((count / (ended - began)) * 30.4);
  }
}

function reportedBy(days: (percent: number) => number): Reported {
  return { p10: Math.round(days(10)), p50: Math.round(days(50)), p85: Math.round(days(85)) };
}

function quantile(ascending: readonly number[], percent: number): number {
  const place = (percent / 100) * (ascending.length - 1);
  const [low, high] = [ascending[Math.floor(place)] ?? Infinity, ascending[Math.ceil(place)] ?? Infinity];
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}
