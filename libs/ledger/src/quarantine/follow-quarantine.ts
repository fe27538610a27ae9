import { setTimeout as delay } from 'node:timers/promises';
import { NEW_QUARANTINE } from '@plant-ledger/domain';
import { parsePosition, START, type EventStore, type Position } from '@plant-ledger/event-store';
import { type QuarantineIndex } from './quarantine-index.js';
import { streamOfKept, waitingEvent } from './waiting-event.js';
import type { Quarantine } from './quarantine.js';

/** What is in quarantine as of a position, as a read model knows it: a start need not read the whole log for it. */
export interface KnownQuarantine {
  readonly through: Position;
  /** Every id that is or was kept. */
  readonly ids: Iterable<string>;
  /** Those that wait there. */
  readonly waiting: readonly string[];
  /** Refused by where their unit or line stood; in the order of the log, with where they belong. */
  readonly refusedByLife: readonly { readonly eventId: string; readonly stream: string }[];
  /** Where one that waited was settled lately, in the order of the log. */
  readonly settled: readonly { readonly stream: string; readonly position: Position }[];
}

const PAGE = 10_000;
/** Milliseconds until a subscription that broke off is opened anew. */
const TRY_AGAIN = 1_000;

/** Follows the log until the signal aborts; resolves once it has come to its end for the first time. */
export async function followQuarantine(
  store: EventStore,
  quarantine: Quarantine,
  known: KnownQuarantine | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (known) await begin(quarantine, known);
  return new Promise((resolve, reject) => {
    let isCaughtUp = false;
    const caughtUp = () => {
      isCaughtUp = true;
      resolve();
    };
    const followForEver = async (): Promise<void> => {
      while (!signal.aborted) {
        try {
          await followOnce(store, quarantine, caughtUp, () => isCaughtUp, signal);
        } catch (error) {
          if (!isCaughtUp) throw error;
        }
        await delay(TRY_AGAIN, undefined, { signal }).catch(() => undefined);
      }
      resolve();
    };
    followForEver().catch(reject);
  });
}

async function followOnce(
  store: EventStore,
  { index, healing }: Quarantine,
  caughtUp: () => void,
  isCaughtUp: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  for await (const message of store.subscribeAll({ after: index.through, signal })) {
    if (message.kind === 'caught-up') caughtUp();
    if (message.kind !== 'events') continue;
    const streams = new Set(message.events.flatMap((event) => index.note(event)));
    // What was there before this instance is looked at by whoever leads.
    if (isCaughtUp()) healing.look([...streams]);
  }
}

/** Reads the log from where it was left up to its end. */
export async function readQuarantine(store: EventStore, index: QuarantineIndex): Promise<void> {
  for (let after = index.through; ;) {
    const page = await store.readAll({ after, limit: PAGE });
    for (const event of page.events) index.note(event);
    if (page.end) return;
    after = page.next;
  }
}

async function begin({ index, keeper }: Quarantine, known: KnownQuarantine): Promise<void> {
  for (const eventId of known.ids) index.addId(eventId);
  for (const [eventId, { current = '', contents }] of await keeper.load(known.waiting)) {
    const kept = contents.get(current);
    const stream = kept && streamOfKept(kept.event);
    if (kept?.status !== 'waiting' || kept.waitsFor === undefined || stream === undefined) continue;
    const { code, waitsFor, event } = kept;
    const { type, time } = event;
    index.waits(waitingEvent({ eventId, stream, waitsFor, code, type, occurredAt: Date.parse(time) }));
  }
  for (const { stream, position } of known.settled) index.settled(stream, position);
  const settled = new Set(known.settled.map(({ stream }) => stream));
  const refused = known.refusedByLife.filter(({ stream }) => settled.has(stream));
  const states = await keeper.load(refused.map(({ eventId }) => eventId));
  for (const { eventId, stream } of known.refusedByLife) {
    const { current = '', contents } = states.get(eventId) ?? NEW_QUARANTINE;
    index.wasRefused(eventId, stream, parsePosition(contents.get(current)?.decidedAt ?? ''));
  }
  if (known.through !== START) index.startAfter(known.through);
}
