import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';

/**
 * Gives out turns on the thread that answers, one at a time, with everybody else's work in between: many who ask for the
 * same long answer together hold it up no longer than one of them.
 */
export function createTurns(): () => Promise<void> {
  const oneAtATime = pLimit(1);
  return () => oneAtATime(() => setImmediate());
}
