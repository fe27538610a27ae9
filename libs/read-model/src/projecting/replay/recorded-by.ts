import type { EventMetadata } from '@plant-ledger/domain';
import { logPages, START, type EventStore, type Position } from '@plant-ledger/event-store';
import { isForeign } from '../projection/read-event.js';

/**
 * The position of an instant (milliseconds since 1970 UTC), from the log alone: that of the last event before the first
 * one recorded later; START when all were.
 */
export async function recordedBy(store: EventStore, instant: number, signal?: AbortSignal): Promise<Position> {
  let last: Position = START;
  for await (const events of logPages(store, await store.head())) {
    signal?.throwIfAborted();
    for (const event of events) {
      if (isForeign(event)) continue;
      const { recordedAt } = JSON.parse(event.metadata) as EventMetadata;
      if (Date.parse(recordedAt) > instant) return last;
      last = event.position;
    }
  }
  return last;
}
