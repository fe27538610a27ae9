import type { Status } from './answers.js';
import { ask, addressOf } from './ask.js';

/** When the page is read: now, or as it was known at some time. */
export interface Moment {
  /** What was known: a position or an instant; undefined for now. */
  readonly asOf: string | undefined;
  /** The time of asking to send along; undefined for the ledger's own now. */
  readonly at: string | undefined;
  /** When the last event was recorded that counts, in milliseconds since 1970 UTC; by the machine's clock. */
  readonly recorded: number;
  /** The time of asking, in any case. */
  readonly now: string;
  /** Answers are to know the log up to here. */
  readonly minPosition: string | undefined;
  /** The zone in which times are told. */
  readonly zone: string;
  readonly frozen: boolean;
  /** Whether the time of asking is that of the last event that counts, since all was recorded after the clock's time. */
  readonly isAskedAtItsEvent?: boolean;
  /** When the ledger's first event was recorded; undefined while there is none. */
  readonly firstRecorded?: string | undefined;
  readonly status: Status;
}

/** The moment of a reader who asks for `asOf`; undefined when the ledger does not answer. */
export async function momentOf(asOf: string | undefined, heard: string | undefined): Promise<Moment | undefined> {
  const [status, firstRecorded] = await Promise.all([ask<Status>('/v1/status'), whenFirstRecorded()]);
  if (!status.ok) return undefined;
  const { clock } = status.value;
  const [now, zone] = [clock?.now ?? new Date().toISOString(), clock?.timeZone ?? 'UTC'];
  const told = { zone, frozen: clock?.frozen ?? false, status: status.value, firstRecorded };
  if (asOf === undefined) return { ...told, asOf, at: undefined, now, minPosition: heard, recorded: Date.now() };
  const event = await eventOf(asOf);
  const isEarlier = (instant: string | undefined) => instant !== undefined && Date.parse(instant) < Date.parse(now);
  // A clock that stands still may stand before anything was recorded: then the event's own time tells what was known.
  const isAskedAtItsEvent = !isEarlier(event?.recordedAt) && isEarlier(event?.occurredAt);
  const at = isEarlier(event?.recordedAt) ? event?.recordedAt : isAskedAtItsEvent ? event?.occurredAt : undefined;
  const recorded = Date.parse(event?.recordedAt ?? now);
  return { ...told, asOf, at, now: at ?? now, minPosition: undefined, recorded, isAskedAtItsEvent };
}

/** When an event was recorded, and when it happened where it is known which one is meant. */
interface EventTimes {
  readonly recordedAt: string;
  readonly occurredAt?: string;
}

const events = new Map<string, EventTimes | undefined>();

/** The event at a position; an instant is its own. */
async function eventOf(asOf: string): Promise<EventTimes | undefined> {
  if (!/^\d+$/.test(asOf)) return { recordedAt: new Date(asOf).toISOString() };
  const after = BigInt(asOf) > 0n ? String(BigInt(asOf) - 1n) : '0';
  if (!events.has(asOf)) events.set(asOf, await eventAfter(after));
  return events.get(asOf);
}

let first: EventTimes | undefined;

async function whenFirstRecorded(): Promise<string | undefined> {
  first ??= await eventAfter();
  return first?.recordedAt;
}

async function eventAfter(after?: string): Promise<EventTimes | undefined> {
  try {
    const response = await fetch(addressOf('/v1/log', { after, limit: '1' }));
    return (JSON.parse(await response.text()) as { readonly metadata?: EventTimes }).metadata;
  } catch {
    return undefined;
  }
}
