import type { Period, PeriodEnd } from '@plant-ledger/contract';
import { addDays, endOfMonth, zoneCalendar, type Span, type ZoneCalendar } from '@plant-ledger/domain';

/** The period in a zone: months and dates named by `to` are within it, an instant named by `to` is its end. */
export function spanIn({ from, to }: Period, calendar: ZoneCalendar): Span {
  return {
    from: from ? startOf(from, calendar) : -Infinity,
    to: to ? endOf(to, calendar) : Infinity,
  };
}

function startOf(end: PeriodEnd, calendar: ZoneCalendar): number {
  switch (end.kind) {
    case 'month':
      return calendar.startOfMonth(end.month);
    case 'date':
      return calendar.startOfDate(end.date);
    case 'instant':
      return end.instant;
  }
}

function endOf(end: PeriodEnd, calendar: ZoneCalendar): number {
  switch (end.kind) {
    case 'month':
      return endOfMonth(calendar, end.month);
    case 'date':
      return calendar.startOfDate(addDays(end.date, 1));
    case 'instant':
      return end.instant;
  }
}

/** From the first zone's midnight to the last one's. */
const ALL_ZONES = 26 * 3_600_000;

/** Whether a period ends before it begins in every zone. */
export function isBackwards(period: Period): boolean {
  const { from, to } = spanIn(period, zoneCalendar('UTC'));
  const [begins, ends] = [period.from?.kind === 'instant', period.to?.kind === 'instant'];
  if (begins !== ends) return to + ALL_ZONES < from;
  return ends ? to < from : to <= from;
}
