import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';

/**
 * Gives out turns on the thread that answers, one at a time, with other work in between: many requests for the same
 * long answer block it no longer than one does.
 */
export function createTurns(): () => Promise<void> {
  const oneAtATime = pLimit(1);
  return () => oneAtATime(() => setImmediate());
}
