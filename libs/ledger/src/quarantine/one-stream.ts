import { fromStored, type RecordedEvent } from '@plant-ledger/domain';
import { NO_STREAM, type EventStore, type Position, type Revision } from '@plant-ledger/event-store';

/** Events of a stream read at once: large ones of a long stream must not all be in memory. */
const PAGE = 1_000;

export interface Loaded<State> {
  readonly state: State;
  readonly revision: Revision;
}

export async function loadStream<State>(
  store: EventStore,
  stream: string,
  initial: State,
  evolve: (state: State, event: RecordedEvent) => State,
): Promise<Loaded<State>> {
  const events = await store.readStream(stream);
  return {
    state: events.map(fromStored).reduce(evolve, initial),
    revision: events.at(-1)?.revision ?? NO_STREAM,
  };
}

/** Whether anything was ever appended to the stream: what is registered has one. */
export async function hasBegun(store: EventStore, stream: string): Promise<boolean> {
  return (await store.readStream(stream, { limit: 1 })).length > 0;
}

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
