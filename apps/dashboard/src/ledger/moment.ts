import type { HistoryEntry, Status } from '@plant-ledger/contract';
import { may } from '../access/me.js';
import { ask, addressOf } from './ask.js';

/** The moment that the page shows: now, or as it was known at some time. */
export interface Moment {
  readonly asOf: string | undefined;
  /** The time of asking to send along; undefined for the ledger's own now. */
  readonly at: string | undefined;
  /** When the last event that counts was recorded, in milliseconds since 1970 UTC; by the machine's clock. */
  readonly recorded: number;
  /** The time of asking; never undefined. */
  readonly now: string;
  readonly minPosition: string | undefined;
  readonly zone: string;
  readonly frozen: boolean;
  /**
   * Whether the time of asking is that of the last event that counts, since everything was recorded after the clock's
   * time.
   */
  readonly isAskedAtItsEvent?: boolean;
  /** The ledger's first event; undefined while there is none. */
  readonly first?: KnownEvent | undefined;
  readonly status: Status;
}

type KnownEvent = Pick<HistoryEntry, 'position' | 'recordedAt' | 'occurredAt'>;

/** The moment of a reader who asks for `asOf`; undefined when the ledger does not answer. */
export async function momentOf(asOf: string | undefined, heard: string | undefined): Promise<Moment | undefined> {
  const [status, first] = await Promise.all([ask<Status>('/v1/status'), firstEvent()]);
  if (!status.ok) return undefined;
  const { now, frozen, timeZone: zone } = status.value.clock;
  const reported = { zone, frozen, status: status.value, first };
  if (asOf === undefined) return { ...reported, asOf, at: undefined, now, minPosition: heard, recorded: Date.now() };
  const event = await eventOf(asOf);
  const isEarlier = (instant: string | undefined) => instant !== undefined && Date.parse(instant) < Date.parse(now);
  // A frozen clock may be earlier than anything was recorded: then the event's own time decides what was known.
  const isAskedAtItsEvent = !isEarlier(event?.recordedAt) && isEarlier(event?.occurredAt);
  const lastOf = isEarlier(event?.recordedAt) ? event?.recordedAt : isAskedAtItsEvent ? event?.occurredAt : undefined;
  // What occurs exactly at the time of asking does not count.
  const at = lastOf === undefined ? undefined : new Date(Date.parse(lastOf) + 1).toISOString();
  const recorded = Date.parse(event?.recordedAt ?? now);
  return { ...reported, asOf, at, now: at ?? now, minPosition: undefined, recorded, isAskedAtItsEvent };
}

const events = new Map<string, KnownEvent | undefined>();

/** The event at a position; for an instant, the instant. */
async function eventOf(asOf: string): Promise<Partial<KnownEvent> | undefined> {
  if (!/^\d+$/.test(asOf)) return { recordedAt: new Date(asOf).toISOString() };
  const after = BigInt(asOf) > 0n ? String(BigInt(asOf) - 1n) : '0';
  if (!events.has(asOf)) events.set(asOf, await eventAfter(after));
  return events.get(asOf);
}

let known: KnownEvent | undefined;

async function firstEvent(): Promise<KnownEvent | undefined> {
  known ??= await eventAfter();
  return known;
}

async function eventAfter(after?: string): Promise<KnownEvent | undefined> {
  if (!may('log')) return undefined;
  try {
    const response = await fetch(addressOf('/v1/log', { after, limit: '1' }));
    const reported = JSON.parse(await response.text()) as Pick<KnownEvent, 'position'> & {
      readonly metadata: KnownEvent;
    };
    return { ...reported.metadata, position: reported.position };
  } catch {
    return undefined;
  }
}
