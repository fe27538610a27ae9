import { addMonths, type CapacityChange, type DayCounts } from '@plant-ledger/domain';
import { dayCounts, type Series } from './series.js';

/** On a month's 28th: when will what the coming months counted have been counted? */
export interface Asked {
  readonly series: Series;
  readonly months: number;
  /** The running day, and its number in the series. */
  readonly at: string;
  readonly day: number;
  readonly days: () => readonly DayCounts[];
  readonly capacity: readonly CapacityChange[];
  readonly value: number;
  readonly target: number;
  /** How many days after `at` it was there. */
  readonly truth: number;
}

/** Days after the running one; Infinity: never. */
export interface Reported {
  readonly p10: number;
  readonly p50: number;
  readonly p85: number;
}

export type Method = (asked: Asked) => Reported | undefined;

/** The first 28th that is asked on has so many months before it. */
const MONTHS_BEFORE = 5;

export function* questionsOf(series: Series, months: number): Generator<Asked> {
  const { counts, from, capacity } = series;
  for (let month = addMonths(from.slice(0, 7), MONTHS_BEFORE); ; month = addMonths(month, 1)) {
    const at = `${month}-28`;
    const day = daysBetween(from, at);
    const end = daysBetween(from, `${addMonths(month, months)}-28`);
    if (end > counts.length) return;
    const value = sum(counts.slice(0, day));
    // Half of the last day less: it is reached in the middle of a day, as other targets are.
    const more = sum(counts.slice(day, end)) - Math.floor((counts[end - 1] ?? 0) / 2);
    let [truth, left] = [-1, more];
    while (left > 0) left -= counts[day + ++truth] ?? 0;
    if (truth < 0) continue;
    const known = capacity.filter(({ occurredOn = from }) => occurredOn < at);
    const asked = { series, months, at, day, capacity: known, value, target: value + more, truth };
    yield { ...asked, days: () => dayCounts(series, day) };
  }
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
