import { fromStored, type Category } from '@plant-ledger/domain';
import { NO_STREAM, type EventStore } from '@plant-ledger/event-store';
import { AGGREGATES, type EvolvingEvent } from '../aggregate.js';
import { Recent } from './recent.js';

/** A stream's state and how it is known. */
export interface StreamState {
  readonly state: unknown;
  readonly revision: number;
  /** False: remembered or assumed, so a refusal that rests on it must be confirmed by a read. */
  readonly fresh: boolean;
}

/** States of streams, the most recently used ones remembered. */
export class StreamStates {
  readonly #remembered: Recent<StreamState>;

  constructor(
    private readonly store: EventStore,
    capacity: number,
  ) {
    this.#remembered = new Recent(capacity);
  }

  recall(stream: string): StreamState | undefined {
    return this.#remembered.get(stream);
  }

  remember(stream: string, known: StreamState): void {
    this.#remembered.set(stream, known.fresh ? { ...known, fresh: false } : known);
  }

  forget(stream: string): void {
    this.#remembered.delete(stream);
  }

  /** Reads what the store holds beyond `from` (all, when absent), and remembers the result. */
  async read(category: Category, stream: string, from?: StreamState): Promise<StreamState> {
    const { initial, evolve } = AGGREGATES[category];
    const events = await this.store.readStream(stream, { fromRevision: (from?.revision ?? NO_STREAM) + 1 });
    let state = from?.state ?? initial;
    for (const event of events) state = evolve(state, fromStored(event) satisfies EvolvingEvent);
    const known = { state, revision: events.at(-1)?.revision ?? from?.revision ?? NO_STREAM, fresh: true };
    this.remember(stream, known);
    return known;
  }
}

/** Before any read: a unit's production is expected to be its stream's first event. A conflict says otherwise. */
export function assumedNew(category: Category): StreamState {
  return { state: AGGREGATES[category].initial, revision: NO_STREAM, fresh: false };
}
