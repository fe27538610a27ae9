import type { EventStore, Position } from '@plant-ledger/event-store';
import pLimit from 'p-limit';

/** Events read at once, and their bytes: each client that is catching up holds a page until it has read it. */
const PAGE = 500;
const PAGE_BYTES = 262_144;
/** Pages read at the same time; further readers wait in the order in which they came. */
const AT_ONCE = 2;

/** A page of the log, and the live clients' position when it was read: every event up to there is in the page. */
export interface PastPage {
  readonly page: Awaited<ReturnType<EventStore['readAll']>>;
  readonly to: Position;
}

/**
 * Reads the log for clients that are catching up: few pages at a time, and a page that many want, as after a restart,
 * only once.
 */
export function pastPages(store: EventStore, cursor: () => Position): (after: Position) => Promise<PastPage> {
  const inTurn = pLimit(AT_ONCE);
  const reading = new Map<Position, Promise<PastPage>>();
  return (after) => {
    const shared = reading.get(after);
    if (shared) return shared;
    const read = inTurn(async () => {
      // Read first: events that come meanwhile are not in the page.
      const to = cursor();
      return { to, page: await store.readAll({ after, limit: PAGE, bytes: PAGE_BYTES }) };
    }).finally(() => reading.delete(after));
    reading.set(after, read);
    return read;
  };
}
