import { accept, recognise, refuse, THEN_RETRY, type Decision } from '../decision.js';
import type { EvolvingEvent, KnownEvent, SourceEvent } from '../event.js';
import { Growing } from '../growing.js';
import { addMonths } from '../time/calendar.js';
import { endOfMonth, zoneCalendar } from '../time/zones.js';
import type { MonthEventType } from './month.events.js';

export interface MonthState {
  readonly known: Growing<KnownEvent>;
  readonly closed: boolean;
}

export const NEW_MONTH: MonthState = { known: Growing.of(), closed: false };

export function evolveMonth(state: MonthState, event: EvolvingEvent<MonthEventType | 'MonthFigures'>): MonthState {
  if (event.type === 'MonthFigures') return state;
  return { known: state.known.plus(event), closed: event.type === 'MonthClosed' };
}

/** The last time zone on Earth to end a month is twelve hours behind UTC. */
const LAST_ZONE_BEHIND = 12 * 3_600_000;

/**
 * When a month has ended in every time zone, milliseconds since 1970 UTC; the last month that can be written never
 * ends.
 */
export function endOfMonthEverywhere(month: string): number {
  return month === '9999-12' ? Infinity : Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`) + LAST_ZONE_BEHIND;
}

/** What a closing depends on besides the month's own stream. */
export interface MonthCircumstances {
  /** By the ledger's clock, milliseconds since 1970 UTC. */
  readonly now: number;
  /**
   * The zones of the registered plants and sites, at least one; called where the month was not over everywhere, now or
   * at the event's time.
   */
  readonly zonesInUse: () => readonly string[];
}

/**
 * A month can be closed once it is over, by the ledger's clock, in every time zone in use, as its facts may come until
 * then; facts of a place registered later are restated. The event's own time must only be after the month's end in the
 * first of those zones, so that a closing refused a few hours too early can be retried. A second closing is refused and
 * is no duplicate: its sender expects new figures to be published, which only a closing after a reopening does.
 */
export function decideMonth(
  state: MonthState,
  event: SourceEvent<MonthEventType>,
  { now, zonesInUse }: MonthCircumstances,
): Decision {
  const known = recognise(state.known, event);
  if (known) return known;
  const { month } = event.data;
  if (event.type === 'MonthReopened')
    return state.closed
      ? accept(event)
      : refuse('not-closed', `${month} is not closed, so it cannot be reopened.`, '/data/month');
  if (state.closed)
    return refuse(
      'month-already-closed',
      `${month} is closed, and its figures are published. Facts that come later show as restatements; to publish them, send MonthReopened first. ${THEN_RETRY}`,
      '/data/month',
    );
  const endsEverywhere = endOfMonthEverywhere(month);
  if (now >= endsEverywhere && event.occurredAt >= endsEverywhere) return accept(event);
  const ends = endsOf(month, zonesInUse());
  const isDatedBefore = event.occurredAt < ends.first.ends;
  if (now < ends.last.ends || ends.last.ends === Infinity)
    return refuse('month-not-ended', notEnded(month, ends.last, isDatedBefore), '/data/month');
  return isDatedBefore ? refuse('month-not-ended', datedBefore(month, ends.first), '/time') : accept(event);
}

interface End {
  readonly timeZone: string;
  readonly ends: number;
}

function endsOf(month: string, zones: readonly string[]): { readonly first: End; readonly last: End } {
  const all = zones.map((timeZone): End => ({ timeZone, ends: endOfMonth(zoneCalendar(timeZone), month) }));
  return {
    first: all.reduce((first, end) => (end.ends < first.ends ? end : first)),
    last: all.reduce((last, end) => (end.ends > last.ends ? end : last)),
  };
}

function notEnded(month: string, { timeZone, ends }: End, isDatedBefore: boolean): string {
  if (ends === Infinity) return `${month} is the last month that can be written, and never ends.`;
  const lasts = `${month} lasts until ${new Date(ends).toISOString()} in ${timeZone}, where a plant or site is.`;
  return `${lasts} ${isDatedBefore ? 'Send MonthClosed after that, with its time.' : `Wait for that. ${THEN_RETRY}`}`;
}

function datedBefore(month: string, { timeZone, ends }: End): string {
  return (
    `This closing says that it happened before ${month} had ended anywhere where a plant or site is; ` +
    `first it ended in ${timeZone}, at ${new Date(ends).toISOString()}. Send it with the time of the closing.`
  );
}
