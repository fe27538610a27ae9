import { accept, recognise, refuse, type Decision } from '../decision.js';
import type { KnownEvent, RecordedEvent, SourceEvent } from '../event.js';
import { addMonths } from '../time/calendar.js';
import type { MonthData, MonthEventType } from './month.events.js';

export interface MonthState {
  readonly known: readonly KnownEvent[];
  readonly closed: boolean;
}

export const NEW_MONTH: MonthState = { known: [], closed: false };

export function evolveMonth(state: MonthState, event: Pick<RecordedEvent, 'type'> & KnownEvent): MonthState {
  return { known: [...state.known, event], closed: event.type === 'MonthClosed' };
}

/** The last time zone on Earth to end a month is twelve hours behind UTC, the first one fourteen ahead. */
const LAST_ZONE_BEHIND = 12 * 3_600_000;
const FIRST_ZONE_AHEAD = 14 * 3_600_000;

/** When a month has ended in every time zone, milliseconds since 1970 UTC; the last that can be written never does. */
export function endOfMonthEverywhere(month: string): number {
  return month === '9999-12' ? Infinity : Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`) + LAST_ZONE_BEHIND;
}

/**
 * A month is closed once it has ended in every time zone by the ledger's clock `now`, as facts of the month may come until
 * then. The event's own time only has to lie behind the month's end where that came first: who closes a month of Shanghai
 * does so while it still runs elsewhere. A second closing is refused and
 * not a duplicate: whoever sends it expects new figures to be published, which only a closing after a reopening does.
 */
export function decideMonth(state: MonthState, event: SourceEvent<MonthEventType>, now: number): Decision {
  const known = recognise(state.known, event);
  if (known) return known;
  const { month } = event.data as MonthData;
  if (event.type === 'MonthReopened')
    return state.closed
      ? accept(event)
      : refuse('not-closed', `${month} is not closed, so it cannot be reopened.`, '/data/month');
  if (state.closed)
    return refuse(
      'month-already-closed',
      `${month} is closed, and its figures are published. Facts that come later show as restatements; to publish them, send MonthReopened first.`,
      '/data/month',
    );
  const ends = endOfMonthEverywhere(month);
  const firstEnd = ends - LAST_ZONE_BEHIND - FIRST_ZONE_AHEAD;
  if (now < ends) return refuse('month-not-ended', notEnded(month, ends), '/data/month');
  return event.occurredAt >= firstEnd
    ? accept(event)
    : refuse('month-not-ended', datedBefore(month, firstEnd), '/time');
}

function notEnded(month: string, ends: number): string {
  return Number.isFinite(ends)
    ? `${month} ends in the last time zone at ${new Date(ends).toISOString()}. Send MonthClosed after that.`
    : `${month} is the last month that can be written, and never ends.`;
}

function datedBefore(month: string, firstEnd: number): string {
  return `This closing says that it happened before ${month} ended anywhere, which was at ${new Date(firstEnd).toISOString()}. Send it with the time of the closing.`;
}
