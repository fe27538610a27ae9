import type { Position } from '../port.js';
import type { Reading } from './reading.js';

/** How often an idle follower checks whether others have written, in milliseconds. */
const EVERY = 1_000;
/** The server itself reports this many skipped events, so fewer have to be searched for. */
const MOST = 300;

/**
 * Skips foreign events at the end of the log. The server reports those only in hundreds, so a quiet ledger beside
 * others would never reach the head. `skipped` is called with a position up to which there is no event of ours.
 * @returns a function that stops it.
 */
export function passingOver(reading: Reading, after: () => Position, report: (place: Position) => void): () => void {
  let last: Position | undefined;
  let isLooking = false;
  const look = async (): Promise<void> => {
    const from = after();
    const isQuiet = from === last;
    last = from;
    if (!isQuiet) return;
    const { events, next } = await reading.page({ after: from, limit: MOST });
    if (events.length === 0 && next > from) report(next);
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // What cannot be read now is tried again, and the subscription notices when the server is gone.
    look()
      .catch(() => undefined)
      .finally(() => (isLooking = false));
  }, EVERY);
  return () => {
    clearInterval(timer);
  };
}
