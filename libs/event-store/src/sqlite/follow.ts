import { StoreRequestError, type Position, type SubscriptionMessage } from '../port.js';
import { reasonOf } from '../reason.js';
import { PAGE_ROWS, type LogReader } from './reading.js';
import type { WakeUp } from './wake-up.js';

/** Pause before a failed read is tried again, in milliseconds. */
const RETRY = 500;

interface Followed {
  readonly reader: LogReader;
  readonly news: WakeUp;
  /** Milliseconds between two polls; undefined where the writer itself calls `ring`. */
  readonly poll: number | undefined;
}

/**
 * Follows a log page by page, and past its end whenever it is woken, until the signal aborts.
 * @throws StoreRequestError when it begins where this log has no event.
 */
export async function* follow(
  { reader, news, poll }: Followed,
  start: Position,
  signal: AbortSignal,
): AsyncGenerator<SubscriptionMessage> {
  let after = start;
  let live = false;
  let hasLooked = false;
  // A function, since the compiler would assume that a property once checked does not change.
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    let page: ReturnType<LogReader['page']>;
    try {
      page = reader.page(after, PAGE_ROWS);
      if (!hasLooked) checkStart(start, reader.lastPosition());
      hasLooked = true;
    } catch (error) {
      if (error instanceof StoreRequestError) throw error;
      live = false;
      yield { kind: 'lost', reason: reasonOf(error) };
      await news.sleep(signal, RETRY);
      continue;
    }
    const last = page.events.at(-1);
    if (last) {
      after = last.position;
      yield { kind: 'events', events: page.events, through: after };
    }
    if (isOver()) return;
    if (page.end && !live) yield { kind: 'caught-up' };
    live = page.end;
    // Other work gets the thread between two pages; nothing can be appended between an empty page and falling asleep.
    if (!last) await news.sleep(signal, poll);
    else await new Promise(setImmediate);
  }
}

/** A position beyond the end is another log's: following from there would skip what comes. */
function checkStart(start: Position, last: number): void {
  if (start > last) throw new StoreRequestError(`The log has no position ${start} yet: its last is ${last}.`);
}
