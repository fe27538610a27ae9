import { addDays } from '../../time/calendar.js';
import type { CapacityChange, DayCounts } from '../history.js';
import type { MilestoneQuestion } from '../milestone-forecast.js';

/** The running day of these histories: a Monday. */
export const TODAY = '2024-07-29';

/** Counts of one plant and model on the days before today, the last one yesterday. */
export function daysBefore(
  counts: readonly number[],
  { plant = 'bj-1', model = 'SU7', today = TODAY } = {},
): DayCounts[] {
  return counts.map((count, index) => ({ date: addDays(today, index - counts.length), plant, model, count }));
}

/** `count` numbers of a week pattern with noise of so many in a hundred; the same ones every time. */
export function noisyDays(count: number, level: number, noise: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length: count }, (_, day) => {
    state = (state * 48_271) % 2_147_483_647;
    const weekday = day % 7 < 5 ? 1 : 0.7;
    return Math.round(level * weekday * (1 + (noise / 100) * ((2 * state) / 2_147_483_647 - 1)));
  });
}

export function capacity(unitsPerMonth: number, effectiveFrom: string, plant = 'bj-1'): CapacityChange {
  return { plant, unitsPerMonth, effectiveFrom };
}

export function question(changes: Partial<MilestoneQuestion> = {}): MilestoneQuestion {
  const days = changes.days ?? daysBefore(Array<number>(56).fill(100));
  return {
    milestone: 'm-1',
    target: 10_000,
    due: '2024-12-31',
    value: days.reduce((sum, { count }) => sum + count, 0),
    days,
    capacity: [capacity(3_100, '2024-01-01')],
    at: TODAY,
    ...changes,
  };
}
