import { START, type EventStore, type Position, type StoredEvent } from './port.js';

/** Events read at once: a page of a remote store costs the same whatever its size. */
const PAGE = 10_000;

/**
 * The whole log up to a position, in order, a page at a time; the next page is read when the one before was consumed.
 */
export async function* logPages(
  store: Pick<EventStore, 'readAll'>,
  until: Position,
): AsyncGenerator<readonly StoredEvent[], void> {
  for (let after: Position = START; after < until;) {
    const { events, next, end } = await store.readAll({ after, limit: PAGE });
    yield events.filter(({ position }) => position <= until);
    if (end) return;
    after = next;
  }
}
