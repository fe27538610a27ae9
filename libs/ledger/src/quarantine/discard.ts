import {
  contentHash,
  derivedEventId,
  evolveQuarantine,
  evolveUnit,
  fromStored,
  NEW_QUARANTINE,
  NEW_UNIT,
  quarantineStream,
  toStored,
  type TypedData,
} from '@plant-ledger/domain';
import { NO_STREAM, type EventStore, type StoredEvent } from '@plant-ledger/event-store';
import { beforeAttempt } from '../executor/contention.js';

export interface Discarding {
  readonly eventId: string;
  /** The unit's stream, for a fact that waits there. */
  readonly waitingIn: string | undefined;
  readonly reason: string;
  readonly actor: string | undefined;
  /** Who asked for it, as in `Statement`. */
  readonly by?: string | undefined;
}

/**
 * Discards a refused or waiting event: it stays on record, with the reason, and is never recorded by itself.
 * @throws StoreUnavailableError, ContendedStreamError: asking again is safe.
 */
export async function discard(
  store: EventStore,
  recordedAt: () => number,
  discarding: Discarding,
): Promise<'discarded' | 'already-settled'> {
  for (let attempt = 1; ; attempt += 1) {
    await beforeAttempt(attempt, discarding.waitingIn ?? quarantineStream(discarding.eventId));
    const next =
      (discarding.waitingIn && (await inUnitStream(store, discarding.waitingIn, discarding))) ||
      (await inQuarantine(store, discarding));
    if (next === 'already-settled') return next;
    const result = await store.append(toAppend(next, discarding, recordedAt()));
    if (result.outcome === 'appended') return 'discarded';
  }
}

type Next = TypedData<'UnitParkedFactSettled' | 'EventDiscarded'> & {
  readonly stream: string;
  readonly revision: number;
};

async function inUnitStream(
  store: EventStore,
  stream: string,
  { eventId, reason }: Discarding,
): Promise<Next | undefined> {
  const events = await store.readStream(stream);
  const unit = events.map(fromStored).reduce(evolveUnit, NEW_UNIT);
  const parked = unit.parked.find((fact) => fact.eventId === eventId);
  if (!parked) return undefined;
  const { vin } = parked.data;
  return {
    stream,
    revision: lastRevision(events),
    type: 'UnitParkedFactSettled',
    data: { vin, parked: eventId, result: 'discarded', code: 'discarded', detail: reason },
  };
}

async function inQuarantine(
  store: EventStore,
  { eventId, reason, actor }: Discarding,
): Promise<Next | 'already-settled'> {
  const stream = quarantineStream(eventId);
  const events = await store.readStream(stream);
  const { status } = events.map(fromStored).reduce(evolveQuarantine, NEW_QUARANTINE);
  if (status === 'discarded' || status === 'resolved') return 'already-settled';
  return { stream, revision: lastRevision(events), type: 'EventDiscarded', data: { eventId, reason, actor } };
}

function lastRevision(events: readonly StoredEvent[]): number {
  return events.at(-1)?.revision ?? NO_STREAM;
}

function toAppend({ stream, revision, type, data }: Next, { actor, by }: Discarding, now: number) {
  const plain = JSON.parse(JSON.stringify(data)) as Readonly<Record<string, unknown>>;
  const eventId = derivedEventId(type, stream, revision + 1);
  const hash = contentHash(type, now, plain);
  const event = toStored(
    { type, data: plain, occurredAt: now, source: 'plant-ledger', id: eventId, eventId, hash, actor, by },
    now,
  );
  return { stream, expectedRevision: revision, events: [event] };
}
