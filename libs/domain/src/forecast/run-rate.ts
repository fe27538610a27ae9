import type { DayCounts, PaceWindow } from './history.js';
import { HORIZON_DAYS } from './horizon.js';
import type { Start } from './paths.js';

/** The day on which the target is reached at the mean pace of the window, and that pace. */
export function runRateOf(
  days: readonly DayCounts[],
  { from, to, days: length }: PaceWindow,
  { before, today }: Start,
  target: number,
): readonly [day: number, perDay: number] {
  const count = days.reduce((sum, { date, count: of }) => (date >= from && date <= to ? sum + of : sum), 0);
  const perDay = count / length;
  const rest = target - before - Math.max(today, perDay);
  const day = perDay > 0 ? Math.max(0, Math.ceil(rest / perDay - 1e-9)) : Infinity;
  return [day < HORIZON_DAYS ? day : Infinity, perDay];
}
