import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromStored, type RecordedEvent } from '@plant-ledger/domain';
import { openEventStore, START, type EventStore, type Position } from '@plant-ledger/event-store';

export interface TemporaryStore {
  readonly store: EventStore;
  remove(): Promise<void>;
}

/** An embedded store in a folder of its own, for one test. */
export async function temporaryStore(): Promise<TemporaryStore> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-'));
  const store = await openEventStore(`sqlite:${join(folder, 'log.db')}`);
  return {
    store,
    async remove() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Everything in the log after a position, in order. */
export async function recorded(store: EventStore, origin: Position = START): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after = origin; ;) {
    const page = await store.readAll({ after, limit: 10_000 });
    for (const event of page.events) events.push(fromStored(event));
    if (page.end) return events;
    after = page.next;
  }
}

/** What the log holds of a stream: types, in order. */
export async function typesIn(store: EventStore, stream: string): Promise<string[]> {
  return (await store.readStream(stream)).map(({ type }) => type);
}
