import { setTimeout as delay } from 'node:timers/promises';
import { NEW_QUARANTINE, type KeptPlace, type KnownQuarantine } from '@plant-ledger/domain';
import { parsePosition, START, type EventStore, type Position } from '@plant-ledger/event-store';
import type { QuarantineIndex } from './quarantine-index.js';
import { waitingEvent } from './waiting-event.js';
import type { Quarantine } from './quarantine.js';
import { NEVER } from './refused-meanwhile.js';

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
  const states = await keeper.load(known.waiting.map(({ eventId }) => eventId));
  const waitingSince = new Map<string, Position>();
  for (const { eventId, stream, position } of known.waiting) {
    const { current = '', contents } = states.get(eventId) ?? NEW_QUARANTINE;
    const kept = contents.get(current);
    if (kept?.status !== 'waiting' || kept.waitsFor === undefined) continue;
    const { code, waitsFor, event } = kept;
    index.waits(
      waitingEvent({ eventId, stream, waitsFor, code, type: event.type, occurredAt: Date.parse(event.time) }),
    );
    const since = waitingSince.get(stream);
    if (since === undefined || position < since) waitingSince.set(stream, position);
  }
  for (const { stream, position } of known.settled) index.settled(stream, position);
  // As it was noted in the log's order: what was refused before anything of its stream waited was refused for good.
  const somethingWaited = ({ stream, position }: KeptPlace) => position > (waitingSince.get(stream) ?? position);
  const open = known.refusedByLife.filter((place) => index.wasSettled(place.stream) || somethingWaited(place));
  const refused = await keeper.load(open.map(({ eventId }) => eventId));
  for (const place of open) {
    const { current = '', contents } = refused.get(place.eventId) ?? NEW_QUARANTINE;
    const kept = contents.get(current);
    // A parked fact that was refused in its unit's stream, and was not decided anew yet.
    const decidedAt = kept ? (parsePosition(kept.decidedAt ?? '') ?? place.position) : NEVER;
    index.wasRefused(place.eventId, place.stream, decidedAt, somethingWaited(place));
  }
  if (known.through !== START) index.startAfter(known.through);
}
