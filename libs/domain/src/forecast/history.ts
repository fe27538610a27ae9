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
/** With fewer days of data there is no forecast. */
export const FEWEST_DAYS = 10;
/** The mean length of a month of the Gregorian calendar. */
export const DAYS_A_MONTH = 365.2425 / 12;

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

/** Counts by plant, then by day number; whatever order the days and models come in. */
export type CountsByPlant = ReadonlyMap<string | undefined, ReadonlyMap<number, number>>;

export function countsByPlant(days: readonly DayCounts[]): CountsByPlant {
  const plants = new Map<string | undefined, Map<number, number>>();
  for (const { date, plant, count } of days) {
    const counts = plants.get(plant) ?? new Map<number, number>();
    plants.set(plant, counts);
    const day = dayNumber(date);
    counts.set(day, (counts.get(day) ?? 0) + count);
  }
  return new Map([...plants].toSorted(([one = ''], [other = '']) => compareNames(one, other)));
}

export function firstDate(days: readonly DayCounts[]): string | undefined {
  return days.reduce<string | undefined>(
    (first, { date }) => (first === undefined || date < first ? date : first),
    undefined,
  );
}
