import { fromStored } from '@plant-ledger/domain';
import { NO_STREAM, type EventStore, type Revision, type StoredEvent } from '@plant-ledger/event-store';
import { LRUCache } from 'lru-cache';
import type { Aggregate } from '../aggregate.js';
import { breather } from './time-slice.js';

export interface StreamState {
  readonly state: unknown;
  readonly revision: Revision;
  /** The approximate size of its events, for the cache. */
  readonly bytes: number;
  /** False: cached or assumed, so a refusal that rests on it must be confirmed by a read. */
  readonly fresh: boolean;
}

/** The stored events of a stream make no state: they were altered or damaged, or a newer version wrote them. */
export class UnusableStreamError extends Error {
  override readonly name = 'UnusableStreamError';
}

/** Events of a stream read at once: large ones of a long stream must not all be in memory. */
const PAGE = 1_000;

/** The cache holds states of events of this many bytes, or of the one stream used last. */
const REMEMBERED_BYTES = 32 * 1024 * 1024;

export class StreamStates {
  readonly #remembered: LRUCache<string, StreamState>;

  constructor(
    private readonly store: EventStore,
    capacity: number,
  ) {
    this.#remembered = new LRUCache({
      max: capacity,
      maxSize: REMEMBERED_BYTES,
      // A state larger than the whole cache is cached alone.
      sizeCalculation: ({ bytes }) => Math.min(Math.max(1, bytes), REMEMBERED_BYTES),
    });
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

  /**
   * Reads the stored events after `from` (all, when absent), and caches the result.
   * @throws UnusableStreamError when they make no state.
   */
  async read(aggregate: Aggregate, stream: string, from?: StreamState): Promise<StreamState> {
    let { state, revision, bytes } = from ?? { state: aggregate.initial, revision: NO_STREAM, bytes: 0 };
    for (let isLast = false; !isLast;) {
      const events = await this.store.readStream(stream, { fromRevision: revision + 1, limit: PAGE });
      state = await evolved(aggregate, stream, state, events);
      revision = events.at(-1)?.revision ?? revision;
      for (const { data, metadata } of events) bytes += data.length + metadata.length;
      isLast = events.length < PAGE;
    }
    const known = { state, revision, bytes, fresh: true };
    this.remember(stream, known);
    return known;
  }
}

/** In slices: a stream of thousands of events must not keep others waiting. */
async function evolved(
  { evolve }: Aggregate,
  stream: string,
  before: unknown,
  events: readonly StoredEvent[],
): Promise<unknown> {
  const breathe = breather();
  let state = before;
  for (const event of events) {
    try {
      state = evolve(state, fromStored(event));
    } catch (error) {
      throw new UnusableStreamError(`Event ${event.revision} of stream ${stream} cannot be used: ${String(error)}.`, {
        cause: error,
      });
    }
    const turn = breathe();
    if (turn) await turn;
  }
  return state;
}

/** Before any read: assumes that the stream has no events. A conflict shows otherwise. */
export function assumedNew({ initial }: Aggregate): StreamState {
  return { state: initial, revision: NO_STREAM, bytes: 0, fresh: false };
}

/** The approximate size of an event's strings and structure, without serializing it. */
export function aboutBytes(data: object): number {
  let bytes = 200;
  for (const value of Object.values(data) as unknown[])
    if (typeof value === 'string') bytes += value.length;
    else if (typeof value === 'object' && value !== null) bytes += aboutBytes(value);
  return bytes;
}
