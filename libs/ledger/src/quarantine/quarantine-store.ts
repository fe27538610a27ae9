import {
  changeBy,
  evolveQuarantine,
  ledgerEvent,
  NEW_QUARANTINE,
  quarantineStream,
  toStored,
  type Occasion,
  type QuarantineState,
  type Verdict,
} from '@plant-ledger/domain';
import { START, type EventStore, type Position } from '@plant-ledger/event-store';
import pLimit from 'p-limit';
import { beforeAttempt } from '../executor/contention.js';
import { StreamLocks } from '../executor/stream-locks.js';
import { loadStream, type Loaded } from './one-stream.js';

/** The verdict on an event, to be written to its quarantine stream if that changes anything there. */
export interface QuarantineEntry {
  readonly eventId: string;
  readonly verdict: Verdict;
  readonly occasion: Occasion;
  /** Who asked for it to be decided, as in `Statement`; undefined: the ledger itself, by healing. */
  readonly by?: string | undefined;
}

export interface WrittenEntry {
  readonly entry: QuarantineEntry;
  readonly position: Position;
}

const AT_ONCE = 64;

/**
 * Keeps what was refused, one stream an event, so that nothing well-formed is lost and a repeated refusal adds nothing.
 */
export class QuarantineStore {
  readonly #locks = new StreamLocks();
  readonly #atOnce = pLimit(AT_ONCE);

  constructor(
    private readonly store: EventStore,
    private readonly recordedAt: () => number,
  ) {}

  async load(eventIds: readonly string[]): Promise<ReadonlyMap<string, QuarantineState>> {
    const loaded = await this.#atOnce.map(new Set(eventIds), async (eventId) => {
      const { state } = await this.#load(eventId);
      return [eventId, state] as const;
    });
    return new Map(loaded);
  }

  /**
   * Writes the entries that change something, and returns those.
   * @throws StoreUnavailableError, ContendedStreamError: sending the events again is safe.
   */
  async write(entries: readonly QuarantineEntry[]): Promise<WrittenEntry[]> {
    const byEvent = Map.groupBy(entries, ({ eventId }) => eventId);
    const streams = [...byEvent.keys()].map(quarantineStream);
    await this.#locks.acquire(streams);
    try {
      const written = await this.#atOnce.map(byEvent, ([eventId, ofEvent]) => this.#writeInTurn(eventId, ofEvent));
      return written.flat();
    } finally {
      this.#locks.release(streams);
    }
  }

  /** The entries of one event, each on the state that the one before it left: otherwise each would read it all again. */
  async #writeInTurn(eventId: string, entries: readonly QuarantineEntry[]): Promise<WrittenEntry[]> {
    const stream = quarantineStream(eventId);
    const written: WrittenEntry[] = [];
    let known: Loaded<QuarantineState> | undefined;
    for (const entry of entries)
      for (let attempt = 1; ; attempt += 1) {
        await beforeAttempt(attempt, stream);
        const { state, revision } = (known ??= await this.#load(eventId));
        const change = changeBy(state, eventId, entry.verdict, entry.occasion);
        if (!change) break;
        const recordedAt = this.recordedAt();
        const event = toStored(ledgerEvent(change, recordedAt, [eventId, revision + 1], { by: entry.by }), recordedAt);
        const result = await this.store.append({ stream, expectedRevision: revision, events: [event] });
        known = undefined;
        if (result.outcome !== 'appended') continue;
        known = { state: evolveQuarantine(state, change), revision: result.revision };
        written.push({ entry, position: result.positions[0] ?? START });
        break;
      }
    return written;
  }

  #load(eventId: string): Promise<Loaded<QuarantineState>> {
    return loadStream(this.store, quarantineStream(eventId), NEW_QUARANTINE, evolveQuarantine);
  }
}
