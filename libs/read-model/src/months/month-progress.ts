import { endOfMonth, zoneCalendar } from '@plant-ledger/domain';

/** How far a month has gone at an instant, over all the zones whose facts count in it. */
export interface MonthProgress {
  readonly ended: boolean;
  /** Share elapsed, 0 to 1: from its start in the first zone to its end in the last one. */
  readonly elapsed: number;
}

/** `at` is milliseconds since 1970 UTC; `timeZones` must not be empty. */
export function monthProgress(month: string, timeZones: readonly string[], at: number): MonthProgress {
  const calendars = timeZones.map(zoneCalendar);
  const start = Math.min(...calendars.map((calendar) => calendar.startOfMonth(month)));
  const end = Math.max(...calendars.map((calendar) => endOfMonth(calendar, month)));
  return { ended: at >= end, elapsed: Math.min(1, Math.max(0, (at - start) / (end - start))) };
}
