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

const MOST_ATTEMPTS = 12;
const AT_ONCE = 64;

/** Keeps what was refused: one stream an event, so nothing well-formed is lost and the same refusal adds nothing. */
export class QuarantineKeeper {
  constructor(
    private readonly store: EventStore,
    private readonly recordedAt: () => number,
  ) {}

  /** @throws StoreUnavailableError when the store cannot be reached; sending the events again is safe. */
  async write(entries: readonly QuarantineEntry[]): Promise<void> {
    let pending = [...entries];
    for (let attempt = 0; pending.length > 0; attempt += 1) {
      if (attempt >= MOST_ATTEMPTS) throw new Error(`quarantine of event ${pending[0]?.eventId ?? ''} is contended`);
      // Entries of one event are written one after the other: each looks at what the one before it left.
      const distinct = new Map<string, QuarantineEntry>();
      const later: QuarantineEntry[] = [];
      for (const entry of pending) {
        if (distinct.has(entry.eventId)) later.push(entry);
        else distinct.set(entry.eventId, entry);
      }
      const conflicts = await this.#writeDistinct([...distinct.values()]);
      if (later.length > 0 && conflicts.length < distinct.size) attempt -= 1;
      pending = [...conflicts, ...later];
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
