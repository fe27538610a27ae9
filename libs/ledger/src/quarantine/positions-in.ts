import { fromStored } from '@plant-ledger/domain';
import type { EventStore, Position } from '@plant-ledger/event-store';

/** Events of a stream read at once: large ones of a long stream must not all be in memory. */
const PAGE = 1_000;

/** The positions of events in a stream, by their ids; it is read up to the last of them. */
export async function positionsIn(
  store: EventStore,
  stream: string,
  eventIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Position>> {
  const found = new Map<string, Position>();
  for (let fromRevision = 0, isLast = false; !isLast && found.size < eventIds.size; fromRevision += PAGE) {
    const page = await store.readStream(stream, { fromRevision, limit: PAGE });
    for (const stored of page) {
      const { eventId } = fromStored(stored);
      if (eventIds.has(eventId)) found.set(eventId, stored.position);
    }
    isLast = page.length < PAGE;
  }
  return found;
}
