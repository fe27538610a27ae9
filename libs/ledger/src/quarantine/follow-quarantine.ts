import { setTimeout as delay } from 'node:timers/promises';
import { NEW_QUARANTINE, type KeptContent, type KeptPlace, type KnownQuarantine } from '@plant-ledger/domain';
import { parsePosition, START, type EventStore, type Position } from '@plant-ledger/event-store';
import type { QuarantineIndex } from './quarantine-index.js';
import { waitingEvent } from './waiting-events.js';
import type { QuarantineStore } from './quarantine-store.js';
import type { Quarantine } from './quarantine.js';
import { NEVER } from './refused-meanwhile.js';
import { SetsByKey } from './sets-by-key.js';

const PAGE = 10_000;
/** Milliseconds until a subscription that failed is opened again. */
const TRY_AGAIN = 1_000;

/** Follows the log until the signal aborts; resolves once it has reached its end for the first time. */
export async function followQuarantine(
  store: EventStore,
  quarantine: Quarantine,
  known: KnownQuarantine | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (known) await begin(quarantine, known);
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let isCaughtUp = false;
  const caughtUp = () => {
    isCaughtUp = true;
    resolve(undefined);
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
    resolve(undefined);
  };
  followForEver().catch(reject);
  return promise;
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
    // What was there before this instance is swept by the leader.
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

async function begin(quarantine: Quarantine, known: KnownQuarantine): Promise<void> {
  const { index, quarantineStore } = quarantine;
  for (const eventId of known.ids) index.ids.add(eventId);
  const spells = new SetsByKey<Spell>();
  for (const [place, kept] of await currentOf(quarantineStore, known.waiting)) {
    if (kept?.status !== 'waiting' || kept.waitsFor === undefined) continue;
    const { eventId, stream, since } = place;
    const { code, waitsFor, event } = kept;
    const { type, time } = event;
    index.waiting.add(waitingEvent({ eventId, waitsFor, code }, { stream, type, time }), since);
    spells.add(stream, { since, until: undefined });
  }
  const refusedIn = new Set(known.refusedByLife.map(({ stream }) => stream));
  const settled = known.settled.filter(({ stream }) => refusedIn.has(stream));
  for (const [{ stream, since, position }, kept] of await currentOf(quarantineStore, settled)) {
    if (kept?.waitsFor === undefined) continue;
    index.settled(stream, position);
    spells.add(stream, { since, until: position });
  }
  await beginWithRefused(quarantine, known.refusedByLife, spells);
  if (known.through !== START) index.startAfter(known.through);
}

/** A period in which something of a stream was waiting; without an end, it still is. */
interface Spell {
  readonly since: Position;
  readonly until: Position | undefined;
}

/** Leaves out what was refused while nothing of its stream waited, or knowing what had: it was refused for good. */
async function beginWithRefused(
  { index, quarantineStore }: Quarantine,
  refused: readonly KeptPlace[],
  spells: SetsByKey<Spell>,
): Promise<void> {
  const maybe = refused.filter(({ stream, code }) => spells.has(stream) || code === 'out-of-order');
  for (const [{ eventId, stream, position, code }, kept] of await currentOf(quarantineStore, maybe)) {
    if (!kept) {
      // A parked fact, refused in its unit's stream: for good, or to let an earlier one go first.
      if (code === 'out-of-order') index.wasRefused(eventId, stream, NEVER, true);
      continue;
    }
    const decidedAt = parsePosition(kept.decidedAt ?? '') ?? position;
    const meanwhile = [...spells.of(stream)].some(
      ({ since, until }) => since < position && (until === undefined || until > decidedAt),
    );
    if (meanwhile) index.wasRefused(eventId, stream, decidedAt, true);
  }
}

/** Each with the content kept last; undefined for those without an entry. */
async function currentOf(
  quarantineStore: QuarantineStore,
  places: readonly KeptPlace[],
): Promise<[KeptPlace, KeptContent | undefined][]> {
  const states = await quarantineStore.load(places.map(({ eventId }) => eventId));
  return places.map((place) => {
    const { current = '', contents } = states.get(place.eventId) ?? NEW_QUARANTINE;
    return [place, contents.get(current)];
  });
}
