import {
  changeBy,
  contentHash,
  derivedEventId,
  evolveQuarantine,
  fromStored,
  NEW_QUARANTINE,
  quarantineStream,
  toStored,
  type Occasion,
  type QuarantineChange,
  type QuarantineState,
  type Verdict,
} from '@plant-ledger/domain';
import { NO_STREAM, START, type EventStore, type Position, type Revision } from '@plant-ledger/event-store';
import { beforeAttempt } from '../executor/contention.js';
import { StreamLocks } from '../executor/stream-locks.js';

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

interface Loaded {
  readonly state: QuarantineState;
  readonly revision: Revision;
}

const AT_ONCE = 64;

/**
 * Keeps what was refused, one stream an event, so that nothing well-formed is lost and a repeated refusal adds nothing.
 */
export class QuarantineStore {
  readonly #locks = new StreamLocks();

  constructor(
    private readonly store: EventStore,
    private readonly recordedAt: () => number,
  ) {}

  async load(eventIds: readonly string[]): Promise<Map<string, QuarantineState>> {
    const states = new Map<string, QuarantineState>();
    const distinct = [...new Set(eventIds)];
    for (let start = 0; start < distinct.length; start += AT_ONCE)
      await Promise.all(
        distinct.slice(start, start + AT_ONCE).map(async (eventId) => {
          states.set(eventId, (await this.#load(eventId)).state);
        }),
      );
    return states;
  }

  /**
   * Writes the entries that change something, and returns those.
   * @throws StoreUnavailableError, ContendedStreamError: sending the events again is safe.
   */
  async write(entries: readonly QuarantineEntry[]): Promise<WrittenEntry[]> {
    const written: WrittenEntry[] = [];
    // Otherwise each content sent under one id would read all those before it again.
    const known = new Map<string, Loaded>();
    const streams = [...new Set(entries.map(({ eventId }) => quarantineStream(eventId)))];
    await this.#locks.acquire(streams);
    try {
      for (const distinct of distinctEvents(entries)) await this.#writeAll(distinct, known, written);
    } finally {
      this.#locks.release(streams);
    }
    return written;
  }

  async #writeAll(
    entries: readonly QuarantineEntry[],
    known: Map<string, Loaded>,
    written: WrittenEntry[],
  ): Promise<void> {
    let pending = entries;
    for (let attempt = 1; pending[0]; attempt += 1) {
      await beforeAttempt(attempt, quarantineStream(pending[0].eventId));
      pending = await this.#writeDistinct(pending, known, written);
    }
  }

  async #writeDistinct(
    entries: readonly QuarantineEntry[],
    known: Map<string, Loaded>,
    written: WrittenEntry[],
  ): Promise<QuarantineEntry[]> {
    const conflicts: QuarantineEntry[] = [];
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const chunk = entries.slice(start, start + AT_ONCE);
      const loaded = await Promise.all(chunk.map(async ({ eventId }) => known.get(eventId) ?? this.#load(eventId)));
      const wanted = chunk.flatMap((entry, index) => {
        const before = loaded[index];
        if (!before) return [];
        known.set(entry.eventId, before);
        const event = changeBy(before.state, entry.eventId, entry.verdict, entry.occasion);
        return event ? [{ entry, event, before, append: this.#toAppend(entry, before.revision, event) }] : [];
      });
      const results = await this.store.appendMany(wanted.map(({ append }) => append));
      for (const [index, { entry, event, before }] of wanted.entries()) {
        const result = results[index];
        if (result?.outcome === 'appended') {
          known.set(entry.eventId, { state: evolveQuarantine(before.state, event), revision: result.revision });
          written.push({ entry, position: result.positions[0] ?? START });
        } else {
          known.delete(entry.eventId);
          conflicts.push(entry);
        }
      }
    }
    return conflicts;
  }

  async #load(eventId: string): Promise<Loaded> {
    const events = await this.store.readStream(quarantineStream(eventId));
    return {
      state: events.map(fromStored).reduce(evolveQuarantine, NEW_QUARANTINE),
      revision: events.at(-1)?.revision ?? NO_STREAM,
    };
  }

  #toAppend({ eventId, by }: QuarantineEntry, revision: Revision, { type, data }: QuarantineChange) {
    const recordedAt = this.recordedAt();
    const plain = JSON.parse(JSON.stringify(data)) as Readonly<Record<string, unknown>>;
    const id = derivedEventId(type, eventId, revision + 1);
    const hash = contentHash(type, recordedAt, plain);
    const event = toStored(
      { type, data: plain, occurredAt: recordedAt, source: 'plant-ledger', id, eventId: id, hash, by },
      recordedAt,
    );
    return { stream: quarantineStream(eventId), expectedRevision: revision, events: [event] };
  }
}

/** Entries of one event are written one after the other: each depends on the state that the one before it left. */
function distinctEvents(entries: readonly QuarantineEntry[]): QuarantineEntry[][] {
  const rounds: QuarantineEntry[][] = [];
  const seen = new Map<string, number>();
  for (const entry of entries) {
    const round = seen.get(entry.eventId) ?? 0;
    seen.set(entry.eventId, round + 1);
    (rounds[round] ??= []).push(entry);
  }
  return rounds;
}
