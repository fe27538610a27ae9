import { WEEK, type Pace } from './pace.js';
import type { Draws } from './seed.js';

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

/** What each block would count on each day to come, at the capacity assumed for it and without drift. */
export interface Schedule {
  readonly blocks: number;
  readonly weeks: number;
  /** At (week * blocks + block) * 7 + day: from the week's beginning to the end of that day. */
  readonly reached: Float64Array;
  readonly peaks: Float64Array;
}

/** Paths between two yields: a few milliseconds. */
const SLICE = 500;
/** Sums of shares of capacities are whole units but for the last bits. */
const ALMOST = 1e-6;

/** `counts` says whether a day (0 is the running one) counts at all. */
export function scheduleOf(pace: Pace, weeks: number, counts: (day: number) => boolean = () => true): Schedule {
  const { blocks, plants, today } = pace;
  const reached = new Float64Array(weeks * blocks * WEEK);
  const peaks = new Float64Array(weeks * blocks);
  for (let day = 0; day < weeks * WEEK; day += 1) {
    const [week, weekday] = [Math.floor(day / WEEK), day % WEEK];
    const capacities = counts(day) ? plants.map(({ capacity }) => capacity(today + day)) : [];
    for (let block = 0; block < blocks; block += 1) {
      let sum = weekday === 0 ? 0 : (reached[(week * blocks + block) * WEEK + weekday - 1] ?? 0);
      capacities.forEach((capacity, index) => {
        sum += (plants[index]?.shares[block * WEEK + weekday] ?? 0) * capacity;
      });
      reached[(week * blocks + block) * WEEK + weekday] = sum;
      const place = week * blocks + block;
      peaks[place] = weekday === 0 ? sum : Math.max(peaks[place] ?? 0, sum);
    }
  }
  return { blocks, weeks, reached, peaks };
}

/**
 * One path: for each week a block drawn at random, at the path's own level. Calls `week` with the count before the
 * week, the block's index in the schedule, and its level, until that returns true or the schedule ends.
 */
function walk(
  path: number,
  { drift, bounds: [down, up], window }: Pace,
  { blocks, weeks, reached }: Schedule,
  draws: Draws,
  { before, today }: Start,
  week: (count: number, place: number, level: number, index: number) => boolean,
): void {
  draws.startPath(path);
  const own = drift.draw(draws);
  // From the middle of the window to the middle of the first week to come.
  const first = window.days / WEEK / 2 + 0.5;
  let count = before;
  for (let index = 0; index < weeks; index += 1) {
    const place = index * blocks + draws.below(blocks);
    const drifted = own.weekly * (first + index);
    const level = atLeastNone(1 + own.level + (drifted < down ? down : drifted > up ? up : drifted));
    // The running day counts at least what it has counted already.
    if (index === 0) count += atLeastNone(today - level * (reached[place * WEEK] ?? 0));
    if (week(count, place, level, index)) return;
    count += level * (reached[place * WEEK + WEEK - 1] ?? 0);
  }
}

function atLeastNone(value: number): number {
  return value > 0 ? value : 0;
}

/**
 * For each path the day (0 is the running one) at whose end it reaches the target, ascending; Infinity where it never
 * does.
 */
export function* daysUntil(
  target: number,
  pace: Pace,
  schedule: Schedule,
  draws: Draws,
  start: Start,
  paths: number,
): Steps<Float64Array> {
  const days = new Float64Array(paths).fill(Infinity);
  const enough = target - ALMOST;
  const { peaks, reached } = schedule;
  if (peaks.every((peak) => peak <= 0)) return days;
  for (let path = 0; path < paths; path += 1) {
    if (path % SLICE === SLICE - 1) yield;
    walk(path, pace, schedule, draws, start, (count, place, level, index) => {
      if (count + level * (peaks[place] ?? 0) < enough) return false;
      let day = 0;
      while (count + level * (reached[place * WEEK + day] ?? 0) < enough) day += 1;
      days[path] = index * WEEK + day;
      return true;
    });
  }
  return days.sort();
}

/** For each of the days (ascending, 0 is the running one) the counts of all paths at its end, ascending. */
export function* countsOn(
  days: readonly number[],
  pace: Pace,
  schedule: Schedule,
  draws: Draws,
  start: Start,
  paths: number,
): Steps<Float64Array[]> {
  const counts = days.map(() => new Float64Array(paths));
  const last = Math.floor((days.at(-1) ?? -1) / WEEK);
  const byWeek = Array.from({ length: last + 1 }, (_, week) =>
    days.flatMap((day, index) => (Math.floor(day / WEEK) === week ? [{ weekday: day % WEEK, at: counts[index] }] : [])),
  );
  for (let path = 0; path < paths; path += 1) {
    if (path % SLICE === SLICE - 1) yield;
    walk(path, pace, schedule, draws, start, (count, place, level, index) => {
      for (const { weekday, at } of byWeek[index] ?? [])
        if (at) at[path] = count + level * (schedule.reached[place * WEEK + weekday] ?? 0);
      return index >= last;
    });
  }
  for (const each of counts) {
    each.sort();
    yield;
  }
  return counts;
}

/** The smallest of the ascending values that `percent` in a hundred of them do not exceed (nearest rank). */
export function percentile(ascending: Float64Array, percent: number): number {
  const rank = Math.ceil((percent * ascending.length) / 100);
  return ascending[Math.max(0, rank - 1)] ?? Infinity;
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
