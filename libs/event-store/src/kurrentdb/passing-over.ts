import type { Position } from '../port.js';
import type { Reading } from './reading.js';

/** How often one to whom nothing comes looks whether others have written, in milliseconds. */
const EVERY = 1_000;
/** The server itself tells of this many events that were passed over, so fewer have to be looked for. */
const MOST = 300;

/**
 * Looks past the events of others that stand last in the log. The server tells of those only in hundreds, so a quiet ledger
 * beside others would never get to the head. `tell` is told a place up to which there is nothing of ours.
 * @returns what ends it.
 */
export function passingOver(reading: Reading, after: () => Position, tell: (place: Position) => void): () => void {
  let last: Position | undefined;
  let isLooking = false;
  const look = async (): Promise<void> => {
    const from = after();
    const isQuiet = from === last;
    last = from;
    if (!isQuiet) return;
    const { events, next } = await reading.page({ after: from, limit: MOST });
    if (events.length === 0 && next > from) tell(next);
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // What cannot be read now is looked for again, and the subscription knows whether the server is there.
    look()
      .catch(() => undefined)
      .finally(() => (isLooking = false));
  }, EVERY);
  return () => {
    clearInterval(timer);
  };
}
