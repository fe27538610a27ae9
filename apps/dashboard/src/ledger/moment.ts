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
  readonly status: Status;
}

/** The moment of a reader who asks for `asOf`; undefined when the ledger does not answer. */
export async function momentOf(asOf: string | undefined, heard: string | undefined): Promise<Moment | undefined> {
  const status = await ask<Status>('/v1/status');
  if (!status.ok) return undefined;
  const { clock } = status.value;
  const [now, zone] = [clock?.now ?? new Date().toISOString(), clock?.timeZone ?? 'UTC'];
  const told = { zone, frozen: clock?.frozen ?? false, status: status.value };
  if (asOf === undefined) return { ...told, asOf, at: undefined, now, minPosition: heard, recorded: Date.now() };
  const recorded = await recordedAt(asOf);
  // A clock that stands still may stand before anything was recorded: then it stays where it is.
  const at = recorded !== undefined && Date.parse(recorded) < Date.parse(now) ? recorded : undefined;
  return { ...told, asOf, at, now: at ?? now, minPosition: undefined, recorded: Date.parse(recorded ?? now) };
}

const recordings = new Map<string, string | undefined>();

/** When the event at a position was recorded; an instant is its own. */
async function recordedAt(asOf: string): Promise<string | undefined> {
  if (!/^\d+$/.test(asOf)) return Number.isNaN(Date.parse(asOf)) ? undefined : new Date(asOf).toISOString();
  if (!recordings.has(asOf)) recordings.set(asOf, await recordedThere(asOf));
  return recordings.get(asOf);
}

async function recordedThere(position: string): Promise<string | undefined> {
  const after = BigInt(position) > 0n ? String(BigInt(position) - 1n) : '0';
  try {
    const response = await fetch(addressOf('/v1/log', { after, limit: '1' }));
    const event = JSON.parse(await response.text()) as { readonly metadata?: { readonly recordedAt?: string } };
    return event.metadata?.recordedAt;
  } catch {
    return undefined;
  }
}
