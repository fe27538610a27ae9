import { START, type EventStore, type Position, type StoredEvent } from '@plant-ledger/event-store';
import type { ExportRecord } from './format.js';

/** Events read at once. */
const PAGE = 10_000;

/** Every event of the log up to a position, in order, as it is stored. */
export async function* eventRecords(store: EventStore, until: Position): AsyncGenerator<ExportRecord[]> {
  for (let after: Position = START; after < until;) {
    const { events, next, end } = await store.readAll({ after, limit: PAGE });
    yield events.filter(({ position }) => position <= until).map(recordOf);
    if (end) return;
    after = next;
  }
}

function recordOf({ position, stream, revision, type, id, data, metadata }: StoredEvent): ExportRecord {
  return {
    position: position.toString(),
    stream,
    revision,
    type,
    id,
    data: { json: data },
    metadata: { json: metadata },
  };
}
