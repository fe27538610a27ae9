import { addDays } from '../time/calendar.js';
import { compareNames } from '../values/names.js';

/** What was counted on a date: of one plant and model, or of neither (sites and cities: `plant` is undefined). */
export interface DayCounts {
  /** `YYYY-MM-DD`, where it happened. */
  readonly date: string;
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
  /** Net: returns and closings are taken off, so it may be negative. */
  readonly count: number;
}

/** A plant's capacity from a date on; of two for the same date the later in the list holds. */
export interface CapacityChange {
  readonly plant: string;
  readonly unitsPerMonth: number;
  /** `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
  /** The date on which it was announced, for asking what was known then; none: it was always known. */
  readonly occurredOn?: string | undefined;
}

/** What a forecast is made from: counts by day, as known at one position, and the capacities behind them. */
export interface CountHistory {
  /** In any order; dates without an entry counted nothing. Entries from `at` on are the running day's. */
  readonly days: readonly DayCounts[];
  readonly capacity: readonly CapacityChange[];
  /** The running day `YYYY-MM-DD`, in the calendar that the days are counted in. */
  readonly at: string;
  /** The first date with data, when it is earlier than `days` begins; else the first of `days`. */
  readonly since?: string | undefined;
}

/** The whole days that the pace is taken from, both included. */
export interface PaceWindow {
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

/** The length of the window: four whole weeks. */
export const PACE_DAYS = 28;
/** Days before the running one that a forecast is made from, at the most: three years. */
export const HISTORY_DAYS = 1_096;
/** With fewer days of data there is no forecast. */
export const FEWEST_DAYS = 10;

const DAY = 86_400_000;

/** Days since 1970-01-01, for arithmetic on dates. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/**
 * Up to 28 whole days before the running day, none before the first date with data. Undefined when there is no such
 * day.
 */
export function paceWindow(since: string | undefined, at: string): PaceWindow | undefined {
  if (since === undefined) return undefined;
  const longest = addDays(at, -PACE_DAYS);
  const from = since > longest ? since : longest;
  return from < at ? { from, to: addDays(at, -1), days: dayNumber(at) - dayNumber(from) } : undefined;
}

/** What each plant counted on each whole day before the running one, the first of them `first`. */
export interface CountedDays {
  /** Day numbers. */
  readonly first: number;
  readonly today: number;
  /** In the order of their names; those that counted nothing are left out. */
  readonly plants: readonly { readonly plant: string | undefined; readonly counts: Float64Array }[];
}

/** Counts by plant and day, whatever order the days and models come in; none that is older than three years. */
export function countedDays({ days, at, since = firstDate(days) }: CountHistory): CountedDays {
  const today = dayNumber(at);
  const first = since === undefined ? today : Math.min(today, Math.max(dayNumber(since), today - HISTORY_DAYS));
  const plants = new Map<string | undefined, Float64Array>();
  for (const { date, plant, count } of days) {
    const day = dayNumber(date) - first;
    if (day < 0 || day >= today - first) continue;
    const counts = plants.get(plant) ?? new Float64Array(today - first);
    plants.set(plant, counts);
    counts[day] = (counts[day] ?? 0) + count;
  }
  const inOrder = [...plants].toSorted(([one = ''], [other = '']) => compareNames(one, other));
  return { first, today, plants: inOrder.map(([plant, counts]) => ({ plant, counts })) };
}

/** The same as it was on an earlier running day. */
export function countedBefore({ first, plants }: CountedDays, today: number): CountedDays {
  const days = Math.max(0, today - first);
  return { first, today, plants: plants.map(({ plant, counts }) => ({ plant, counts: counts.subarray(0, days) })) };
}

export function firstDate(days: readonly DayCounts[]): string | undefined {
  return days.reduce<string | undefined>(
    (first, { date }) => (first === undefined || date < first ? date : first),
    undefined,
  );
}

/** The date of a number of days since 1970-01-01. */
export function dateOfDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
