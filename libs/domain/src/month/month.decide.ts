import { accept, recognise, refuse, type Decision } from '../decision.js';
import type { KnownEvent, RecordedEvent, SourceEvent } from '../event.js';
import { addMonths } from '../time/calendar.js';
import { endOfMonth, zoneCalendar } from '../time/zones.js';
import type { MonthData, MonthEventType } from './month.events.js';

export interface MonthState {
  readonly known: readonly KnownEvent[];
  readonly closed: boolean;
}

export const NEW_MONTH: MonthState = { known: [], closed: false };

export function evolveMonth(state: MonthState, event: Pick<RecordedEvent, 'type'> & KnownEvent): MonthState {
  if (event.type === 'MonthFigures') return state;
  return { known: [...state.known, event], closed: event.type === 'MonthClosed' };
}

/** The last time zone on Earth to end a month is twelve hours behind UTC, the first one fourteen ahead. */
const LAST_ZONE_BEHIND = 12 * 3_600_000;
const FIRST_ZONE_AHEAD = 14 * 3_600_000;

/** When a month has ended in every time zone, milliseconds since 1970 UTC; the last that can be written never does. */
export function endOfMonthEverywhere(month: string): number {
  return month === '9999-12' ? Infinity : Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`) + LAST_ZONE_BEHIND;
}

/** What a closing is decided by beside the month's own stream. */
export interface MonthCircumstances {
  /** By the ledger's clock, milliseconds since 1970 UTC. */
  readonly now: number;
  /** Those of the plants and sites that are registered, at least one; asked for while it is not over everywhere. */
  readonly zonesInUse: () => readonly string[];
}

/**
 * A month is closed once it is over, by the ledger's clock, in every time zone in use, as facts of the month may come until
 * then; of a place that is registered later, what still comes is restated. The event's own time only has to lie behind the
 * month's end where that came first on Earth. A second closing is refused and not a duplicate: whoever sends it expects new
 * figures to be published, which only a closing after a reopening does.
 */
export function decideMonth(
  state: MonthState,
  event: SourceEvent<MonthEventType>,
  { now, zonesInUse }: MonthCircumstances,
): Decision {
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
  const endsEverywhere = endOfMonthEverywhere(month);
  if (now < endsEverywhere) {
    const last = lastToEnd(month, zonesInUse());
    if (now < last.ends) return refuse('month-not-ended', notEnded(month, last), '/data/month');
  }
  const firstEnd = endsEverywhere - LAST_ZONE_BEHIND - FIRST_ZONE_AHEAD;
  return event.occurredAt >= firstEnd
    ? accept(event)
    : refuse('month-not-ended', datedBefore(month, firstEnd), '/time');
}

interface End {
  readonly timeZone: string;
  readonly ends: number;
}

function lastToEnd(month: string, zones: readonly string[]): End {
  const ends = zones.map((timeZone): End => ({ timeZone, ends: endOfMonth(zoneCalendar(timeZone), month) }));
  return ends.reduce((last, end) => (end.ends > last.ends ? end : last));
}

function notEnded(month: string, { timeZone, ends }: End): string {
  return Number.isFinite(ends)
    ? `${month} lasts until ${new Date(ends).toISOString()} in ${timeZone}, where a plant or site is. Send MonthClosed after that.`
    : `${month} is the last month that can be written, and never ends.`;
}

function datedBefore(month: string, firstEnd: number): string {
  return `This closing says that it happened before ${month} ended anywhere, which was at ${new Date(firstEnd).toISOString()}. Send it with the time of the closing.`;
}
