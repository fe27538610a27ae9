import { accept, duplicate, recognise, refuse, type Decision } from '../decision.js';
import type { KnownEvent, RecordedEvent, SourceEvent } from '../event.js';
import type { MonthData, MonthEventType } from './month.events.js';

export interface MonthState {
  readonly known: readonly KnownEvent[];
  readonly closed: boolean;
}

export const NEW_MONTH: MonthState = { known: [], closed: false };

export function evolveMonth(state: MonthState, event: Pick<RecordedEvent, 'type'> & KnownEvent): MonthState {
  return { known: [...state.known, event], closed: event.type === 'MonthClosed' };
}

/** The last time zone on Earth to end a month is twelve hours behind UTC. */
const LAST_ZONE_BEHIND = 12 * 3_600_000;

/** The month must have ended when it is closed: at the event's own time, which is never later than the ledger's clock. */
export function decideMonth(state: MonthState, event: SourceEvent<MonthEventType>): Decision {
  const known = recognise(state.known, event);
  if (known) return known;
  const { month } = event.data as MonthData;
  const latest = state.known.at(-1);
  if (event.type === 'MonthReopened') {
    if (state.closed) return accept(event);
    return latest
      ? duplicate(latest)
      : refuse('not-closed', `${month} is not closed, so it cannot be reopened.`, '/data/month');
  }
  if (state.closed && latest) return duplicate(latest);
  const start = new Date(`${month}-01T00:00:00Z`);
  const ended = start.setUTCMonth(start.getUTCMonth() + 1) + LAST_ZONE_BEHIND;
  if (event.occurredAt < ended)
    return refuse(
      'month-not-ended',
      `${month} ends in the last time zone at ${new Date(ended).toISOString()}. Send MonthClosed after that.`,
      '/data/month',
    );
  return accept(event);
}
