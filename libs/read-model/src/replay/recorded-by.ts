import { START, type EventStore, type Position } from '@plant-ledger/event-store';
import type { EventMetadata } from '@plant-ledger/domain';
import { readEvent } from '../projections/read-event.js';

/** Events read at once. */
const PAGE = 10_000;

/**
 * The position that an instant (milliseconds since 1970 UTC) means, from the log alone: that of the last event before the first one
 * recorded later; START when all were.
 */
export async function recordedBy(store: EventStore, instant: number, signal: AbortSignal): Promise<Position> {
  let last: Position = START;
  for (let after: Position = START; !signal.aborted;) {
    const { events, next, end } = await store.readAll({ after, limit: PAGE });
    for (const event of events) {
      if (readEvent(event) === undefined) continue;
      const { recordedAt } = JSON.parse(event.metadata) as EventMetadata;
      if (Date.parse(recordedAt) > instant) return last;
      last = event.position;
    }
    if (end) break;
    after = next;
  }
  return last;
}
