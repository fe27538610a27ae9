import type { Outlook } from './outlook.js';
import { drawsFrom } from './seed.js';

/** Work in slices: the caller may do something else at every `yield`. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Runs all slices at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Where the paths begin: the count at the end of the last whole day, and the running day's count so far. */
export interface Start {
  readonly before: number;
  readonly today: number;
}

/**
 * Ways in which counts may go on. Each path has one of the equal shares of the distribution of errors, and a way for
 * plans to come that is drawn at random. Its count never falls.
 */
export interface Paths {
  readonly count: number;
  /** The day (0 is the running one) at whose end each path reaches a target, ascending; Infinity: not within the horizon. */
  daysUntil(target: number): Float64Array;
  /** The counts of all paths at the end of a day, ascending. */
  countsOn(day: number): Float64Array;
  /** What all paths count from the beginning of a day to come to the end of another, ascending. */
  countsBetween(first: number, last: number): Float64Array;
}

/** Sums of shares of capacities are whole units but for the last bits. */
const ALMOST = 1e-6;

export function pathsOf({ errors, ways }: Outlook, { before, today }: Start, count: number, seed: string): Paths {
  const wayOf = waysDrawn(
    ways.map(({ weight }) => weight),
    count,
    seed,
  );
  const segments = segmentsOf(errors.horizons, errors.ratios(count), count);
  const bounds = [0, ...errors.horizons.slice(0, -1)];
  const days = (ways[0]?.expected.length ?? 1) - 1;

  const countAt = (path: number, day: number): number => {
    const expected = ways[wayOf[path] ?? 0]?.expected ?? new Float64Array();
    const first = (segments[0]?.[path] ?? 0) * (expected[1] ?? 0);
    // The running day counts at least what it has counted already.
    let sum = before + Math.max(0, today - first);
    for (let segment = 0; segment < bounds.length; segment += 1) {
      const [begin, end] = [bounds[segment] ?? 0, Math.min(day + 1, bounds[segment + 1] ?? Infinity)];
      if (end <= begin) break;
      sum +=
        (segments[segment]?.[path] ?? 0) *
        ((expected[Math.min(end, days)] ?? 0) - (expected[Math.min(begin, days)] ?? 0));
    }
    return sum;
  };
  const dayOf = (path: number, enough: number): number => {
    if (days === 0 || countAt(path, days - 1) < enough) return Infinity;
    let [low, high] = [0, days - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (countAt(path, middle) >= enough) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const ofEach = (value: (path: number) => number) => new Float64Array(count).map((_, path) => value(path)).sort();
  return {
    count,
    daysUntil: (target) => ofEach((path) => dayOf(path, target - ALMOST)),
    countsOn: (day) => ofEach((path) => countAt(path, day)),
    countsBetween: (first, last) => ofEach((path) => countAt(path, last) - countAt(path, first - 1)),
  };
}

/**
 * Between two horizons a path counts this share of what is expected, so that it comes to the ratio it has at each; it
 * never counts backwards.
 */
function segmentsOf(horizons: readonly number[], ratios: readonly Float64Array[], count: number): Float64Array[] {
  return horizons.map((horizon, index) => {
    const from = index === 0 ? 0 : (horizons[index - 1] ?? 0);
    const [own, earlier] = [ratios[index], index === 0 ? undefined : ratios[index - 1]];
    return new Float64Array(count).map((_, path) =>
      Math.max(0, ((own?.[path] ?? 1) * horizon - (earlier?.[path] ?? 0) * from) / (horizon - from)),
    );
  });
}

/** For each path the place of one of the ways, as often as their weights say. */
function waysDrawn(weights: readonly number[], count: number, seed: string): Uint16Array {
  const drawn = new Uint16Array(count);
  if (weights.length < 2) return drawn;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const draws = drawsFrom(seed);
  const fine = 4_096;
  for (let path = 0; path < count; path += 1) {
    draws.startPath(path);
    let rest = ((draws.below(fine) + 0.5) / fine) * total;
    let way = 0;
    while (way < weights.length - 1 && rest >= (weights[way] ?? 0)) {
      rest -= weights[way] ?? 0;
      way += 1;
    }
    drawn[path] = way;
  }
  return drawn;
}

/** The smallest of the ascending values that `percent` in a hundred of them do not exceed (nearest rank). */
export function percentile(ascending: Float64Array, percent: number): number {
  const rank = Math.ceil((percent * ascending.length) / 100);
  return ascending[Math.max(0, rank - 1)] ?? Infinity;
}

/**
 * The largest of the ascending values that `percent` in a hundred of them reach or exceed: a count is there just when
 * so many of the dates are.
 */
export function reachedBy(ascending: Float64Array, percent: number): number {
  const rank = Math.ceil((percent * ascending.length) / 100);
  return ascending[Math.min(ascending.length - 1, ascending.length - rank)] ?? 0;
}

/** The share of ascending values up to a limit, itself included; to four digits. */
export function shareUpTo(ascending: Float64Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return Math.round((low / Math.max(1, ascending.length)) * 10_000) / 10_000;
}
