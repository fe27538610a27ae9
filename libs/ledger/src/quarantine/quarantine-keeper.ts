import {
  contentHash,
  derivedEventId,
  evolveQuarantine,
  fromStored,
  isNewRefusal,
  NEW_QUARANTINE,
  quarantineStream,
  toStored,
  type EventQuarantined,
  type EventResolved,
  type EventRetried,
  type QuarantineEventType,
  type QuarantineState,
} from '@plant-ledger/domain';
import { NO_STREAM, type EventStore, type Revision } from '@plant-ledger/event-store';
import { beforeAttempt } from '../executor/contention.js';
import { StreamLocks } from '../executor/stream-locks.js';

/** What is to be written to one quarantine stream, if its state asks for it. */
export interface QuarantineEntry {
  readonly eventId: string;
  readonly write: (state: QuarantineState) => { readonly type: QuarantineEventType; readonly data: object } | undefined;
}

export function refused(entry: EventQuarantined): QuarantineEntry {
  return {
    eventId: entry.eventId,
    write: (state) => (isNewRefusal(state, entry) ? { type: 'EventQuarantined', data: entry } : undefined),
  };
}

export function refusedAgain(entry: EventRetried, quarantined: EventQuarantined): QuarantineEntry {
  return {
    eventId: entry.eventId,
    write: (state) =>
      state.status === 'none' ? { type: 'EventQuarantined', data: quarantined } : { type: 'EventRetried', data: entry },
  };
}

export function resolved(entry: EventResolved): QuarantineEntry {
  return {
    eventId: entry.eventId,
    write: (state) => (state.status === 'resolved' ? undefined : { type: 'EventResolved', data: entry }),
  };
}

const AT_ONCE = 64;

/** Keeps what was refused: one stream an event, so nothing well-formed is lost and the same refusal adds nothing. */
export class QuarantineKeeper {
  readonly #locks = new StreamLocks();

  constructor(
    private readonly store: EventStore,
    private readonly recordedAt: () => number,
  ) {}

  /** @throws StoreUnavailableError, ContendedStreamError: sending the events again is safe. */
  async write(entries: readonly QuarantineEntry[]): Promise<void> {
    const streams = [...new Set(entries.map(({ eventId }) => quarantineStream(eventId)))];
    await this.#locks.acquire(streams);
    try {
      for (const distinct of distinctEvents(entries)) await this.#writeAll(distinct);
    } finally {
      this.#locks.release(streams);
    }
  }

  async #writeAll(entries: readonly QuarantineEntry[]): Promise<void> {
    let pending = entries;
    for (let attempt = 1; pending[0]; attempt += 1) {
      await beforeAttempt(attempt, quarantineStream(pending[0].eventId));
      pending = await this.#writeDistinct(pending);
    }
  }

  async #writeDistinct(entries: readonly QuarantineEntry[]): Promise<QuarantineEntry[]> {
    const conflicts: QuarantineEntry[] = [];
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const chunk = entries.slice(start, start + AT_ONCE);
      const loaded = await Promise.all(chunk.map(({ eventId }) => this.#load(eventId)));
      const wanted = chunk.flatMap((entry, index) => {
        const known = loaded[index];
        const event = known && entry.write(known.state);
        return known && event ? [{ entry, append: this.#toAppend(entry.eventId, known.revision, event) }] : [];
      });
      const results = await this.store.appendMany(wanted.map(({ append }) => append));
      results.forEach((result, index) => {
        const conflicting = wanted[index];
        if (result.outcome === 'wrong-expected-revision' && conflicting) conflicts.push(conflicting.entry);
      });
    }
    return conflicts;
  }

  async #load(eventId: string): Promise<{ state: QuarantineState; revision: Revision }> {
    const events = await this.store.readStream(quarantineStream(eventId));
    return {
      state: events.map(fromStored).reduce(evolveQuarantine, NEW_QUARANTINE),
      revision: events.at(-1)?.revision ?? NO_STREAM,
    };
  }

  #toAppend(
    eventId: string,
    revision: Revision,
    { type, data }: { readonly type: QuarantineEventType; readonly data: object },
  ) {
    const recordedAt = this.recordedAt();
    const plain = JSON.parse(JSON.stringify(data)) as Readonly<Record<string, unknown>>;
    const id = derivedEventId(type, eventId, revision + 1);
    const hash = contentHash(type, recordedAt, plain);
    const event = toStored(
      { type, data: plain, occurredAt: recordedAt, source: 'plant-ledger', id, eventId: id, hash },
      recordedAt,
    );
    return { stream: quarantineStream(eventId), expectedRevision: revision, events: [event] };
  }
}

/** Entries of one event are written one after the other: each looks at what the one before it left. */
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
