import {
  evolveQuarantine,
  evolveUnit,
  ledgerEvent,
  NEW_QUARANTINE,
  NEW_UNIT,
  quarantineStream,
  toStored,
  type TypedData,
} from '@plant-ledger/domain';
import type { EventStore, Revision } from '@plant-ledger/event-store';
import { beforeAttempt } from '../executor/contention.js';
import { loadStream } from './one-stream.js';

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
    const { stream, revision, typed } = next;
    const { actor, by } = discarding;
    const now = recordedAt();
    const event = toStored(ledgerEvent(typed, now, [stream, revision + 1], { actor, by }), now);
    const result = await store.append({ stream, expectedRevision: revision, events: [event] });
    if (result.outcome === 'appended') return 'discarded';
  }
}

interface Next {
  readonly stream: string;
  readonly revision: Revision;
  readonly typed: TypedData<'UnitParkedFactSettled' | 'EventDiscarded'>;
}

async function inUnitStream(
  store: EventStore,
  stream: string,
  { eventId, reason }: Discarding,
): Promise<Next | undefined> {
  const { state: unit, revision } = await loadStream(store, stream, NEW_UNIT, evolveUnit);
  const parked = unit.parked.find((fact) => fact.eventId === eventId);
  if (!parked) return undefined;
  const { vin } = parked.data;
  const data = { vin, parked: eventId, result: 'discarded', code: 'discarded', detail: reason } as const;
  return { stream, revision, typed: { type: 'UnitParkedFactSettled', data } };
}

async function inQuarantine(
  store: EventStore,
  { eventId, reason, actor }: Discarding,
): Promise<Next | 'already-settled'> {
  const stream = quarantineStream(eventId);
  const { state, revision } = await loadStream(store, stream, NEW_QUARANTINE, evolveQuarantine);
  if (state.status === 'discarded' || state.status === 'resolved') return 'already-settled';
  return { stream, revision, typed: { type: 'EventDiscarded', data: { eventId, reason, actor } } };
}
