import { logPages, START, type EventStore, type Position, type StoredEvent } from '@plant-ledger/event-store';
import { everythingInOrder, faultOf, isForeign, type LogOrder } from '@plant-ledger/read-model';
import { Failure, reasonOf } from '../failure.js';
import { lineOf, Raw, type ExportRecord } from './format.js';

/**
 * Every event of the log up to a position, in order, as it is stored, even when something is wrong with the log.
 * @throws Failure after the last one, where events are missing or are not as they were written.
 */
export async function* eventRecords(store: EventStore, until: Position): AsyncGenerator<ExportRecord[]> {
  const order = everythingInOrder(store.engine, START);
  let before: Position = START;
  let fault: string | undefined;
  for await (const events of logPages(store, until)) {
    for (const event of events) {
      fault ??= faultBehind(before, event, order);
      before = event.position;
    }
    yield events.map(recordOf);
  }
  if (fault !== undefined)
    throw new Failure(
      `The log is not as it was written, and neither is what was exported of it: ${fault} Keep the log as it is, and see "ledger verify".`,
    );
}

function faultBehind(before: Position, event: StoredEvent, order: LogOrder): string | undefined {
  const where = `${event.type} at position ${event.position} (stream ${event.stream}): `;
  try {
    order.check(event, before, !isForeign(event));
  } catch (error) {
    return `${where}${reasonOf(error)}`;
  }
  const why = faultOf(event);
  return why === undefined ? undefined : `${where}${why}`;
}

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
    data: new Raw(data),
    metadata: new Raw(metadata),
  };
}
