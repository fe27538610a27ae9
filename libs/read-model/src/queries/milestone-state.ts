import { addDays, zoneCalendar } from '@plant-ledger/domain';

export type MilestoneState =
  'reached' | 'reverted' | 'missed' | 'withdrawn' | 'insufficient-history' | 'on-track' | 'late';

export interface MilestoneProgress {
  readonly target: number;
  /** Calendar date; the day itself is still in time. */
  readonly due: string;
  readonly withdrawn: boolean;
  readonly value: number;
  /** It was at its target once, whatever was taken back since. */
  readonly onceReached: boolean;
}

/** What came to the value in the days before today. */
export interface Pace {
  /** Whole days counted, at most 28. */
  readonly days: number;
  /** Net count in those days. */
  readonly count: number;
}

/** Days looked back on, as in the forecast. */
export const PACE_DAYS = 28;
/** Fewer days of data than this make no date. */
export const FEWEST_DAYS = 10;
const DAY = 86_400_000;

/**
 * A milestone's state at `at` (milliseconds since 1970 UTC). Without a forecast, an open one is `on-track` or `late` by
 * plain run-rate: the rest at the mean pace of the days before. `timeZones` are those whose facts count towards it; it
 * is due when its date has ended in the last of them.
 */
export function milestoneState(
  milestone: MilestoneProgress,
  pace: Pace,
  timeZones: readonly string[],
  at: number,
): { readonly state: MilestoneState; readonly basis?: 'run-rate' } {
  const { target, due, withdrawn, value, onceReached } = milestone;
  if (withdrawn) return { state: 'withdrawn' };
  if (value >= target) return { state: 'reached' };
  if (onceReached) return { state: 'reverted' };
  const dueEnds = Math.max(...timeZones.map((timeZone) => zoneCalendar(timeZone).startOfDate(addDays(due, 1))));
  if (at >= dueEnds) return { state: 'missed' };
  if (pace.days < FEWEST_DAYS) return { state: 'insufficient-history' };
  const daysLeft = pace.count > 0 ? (target - value) / (pace.count / pace.days) : Infinity;
  return { state: at + daysLeft * DAY <= dueEnds ? 'on-track' : 'late', basis: 'run-rate' };
}

/**
 * The dates that the pace is taken from: up to 28 whole days before today in `timeZone`, none before the first date
 * with data. Undefined when there is no such day.
 */
export function paceWindow(
  firstDate: string | undefined,
  timeZone: string,
  at: number,
): { readonly from: string; readonly to: string; readonly days: number } | undefined {
  if (firstDate === undefined) return undefined;
  const today = zoneCalendar(timeZone).dateOf(at);
  const longest = addDays(today, -PACE_DAYS);
  const from = firstDate > longest ? firstDate : longest;
  if (from >= today) return undefined;
  return { from, to: addDays(today, -1), days: (Date.parse(today) - Date.parse(from)) / DAY };
}
