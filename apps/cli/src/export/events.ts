import { logPages, type EventStore, type Position, type StoredEvent } from '@plant-ledger/event-store';
import { lineOf, type ExportRecord } from './format.js';

/** Every event of the log up to a position, in order, as it is stored. */
export async function* eventRecords(store: EventStore, until: Position): AsyncGenerator<ExportRecord[]> {
  for await (const events of logPages(store, until)) yield events.map(recordOf);
}

/** An event as the line of an export. */
export function eventLine(event: StoredEvent): string {
  return lineOf(recordOf(event));
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
