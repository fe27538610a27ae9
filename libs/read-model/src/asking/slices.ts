import { setImmediate } from 'node:timers/promises';
import type { Steps } from '@plant-ledger/domain';
import pLimit from 'p-limit';

/** Other requests get the thread after this many milliseconds of computing. */
const SLICE = 8;

const oneAtATime = pLimit(1);

/**
 * One continues at a time, with other work in between: otherwise many that yield together would hold others up
 * together.
 */
const ownTurn = (): Promise<void> => oneAtATime(() => setImmediate());

/** Runs all steps, and lets other work in between. `gone`: nobody waits for it any more. @throws its reason. */
export async function inSlices<Result>(steps: Steps<Result>, gone?: AbortSignal): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - since < SLICE) continue;
    await ownTurn();
    gone?.throwIfAborted();
    since = performance.now();
  }
}

/**
 * To be called before each piece of work: yields the thread when it has worked for longer than a slice since it last
 * did.
 */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE) return;
    await ownTurn();
    since = performance.now();
  };
}
