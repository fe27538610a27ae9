import type { CapacityChange, CountedDays } from './history.js';
import { AS_PLANNED, planOf, type Plan, type Slip } from './plan.js';
import { rhythmOf, type Rhythm } from './rhythm.js';

/** What was counted before the running day, plant by plant; days are counted from the first one. */
export interface Past {
  /** Whole days with data. */
  readonly days: number;
  readonly plants: readonly PlantPast[];
  readonly withoutCapacity: readonly string[];
}

export interface PlantPast {
  /** Undefined for sites and cities. */
  readonly plant: string | undefined;
  /** What was counted before each day. */
  readonly counted: Float64Array;
  readonly rhythm: Rhythm;
  /** Undefined without a known capacity: the pace is taken as it is. */
  readonly plan: Plan | undefined;
}

/** What a plant counted before each day, and what the days before it were worth at its capacity and in its rhythm. */
export interface Worked {
  readonly counted: Float64Array;
  readonly worth: Float64Array;
}

export interface Work extends Worked {
  /** What they were worth beforehand, when stops were not known. */
  readonly expected: Float64Array;
}

/** The past before the running day, and the rhythm of `future` days from it on. */
export function pastOf(days: CountedDays, capacity: readonly CapacityChange[], future: number): Past {
  const { first, today } = days;
  const known = today - first;
  const plants: PlantPast[] = [];
  const withoutCapacity: string[] = [];
  for (const { plant, counts } of days.plants) {
    if (counts.every((count) => count === 0)) continue;
    const rhythm = rhythmOf({ first, counts }, future);
    const [counted, worth] = [sumsOf(counts), sumsOf(rhythm.worked)];
    const pace = (from: number, to: number) => meanBetween({ counted, worth }, from - first, to - first);
    const plan = planOf({ changes: capacity, plant, first, today, length: known + future, pace });
    if (!plan && plant !== undefined) withoutCapacity.push(plant);
    plants.push({ plant, counted, rhythm, plan });
  }
  return { days: known, plants, withoutCapacity };
}

export function workOf({ counted, rhythm, plan }: PlantPast, slip: Slip = AS_PLANNED): Work {
  const capacity = plan?.effective(slip);
  const sums = (days: Float64Array) => sumsOf(capacity ? days.map((worth, day) => worth * (capacity[day] ?? 0)) : days);
  return { counted, worth: sums(rhythm.worked), expected: sums(rhythm.expected) };
}

/** The sums of the values before each of them, and of all. */
function sumsOf(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    sum += values[index] ?? 0;
    sums[index + 1] = sum;
  }
  return sums;
}

/** What was counted from a day to before another, by what the days were worth; undefined where they were worth nothing. */
export function meanBetween({ counted, worth }: Worked, from: number, to: number): number | undefined {
  const [begin, end] = [Math.max(0, from), Math.min(to, counted.length - 1)];
  const days = (worth[end] ?? 0) - (worth[begin] ?? 0);
  if (end <= begin || !(days > 0)) return undefined;
  return Math.max(0, ((counted[end] ?? 0) - (counted[begin] ?? 0)) / days);
}

/** The pace of the last four weeks, and of the last twelve, which steadies it. */
const SHORT = 28;
const LONG = 84;
/** A pace that has stopped is not taken for nothing at once: it counts as a sixteenth of the longer one's. */
const LEAST_SHORT = 1 / 16;

/**
 * The level before a day: the geometric mean of the paces of four and of twelve weeks. A pace swings back as often as
 * it goes on, and four weeks alone follow every swing.
 */
export function levelBefore(work: Worked, day: number): number {
  const long = meanBetween(work, day - LONG, day) ?? meanBetween(work, 0, day) ?? 0;
  const short = meanBetween(work, day - SHORT, day) ?? long;
  return Math.sqrt(Math.max(short, long * LEAST_SHORT) * long);
}
