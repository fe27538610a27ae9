import { setImmediate } from 'node:timers/promises';
import type { Steps } from '@plant-ledger/domain';
import pLimit from 'p-limit';

/** Other requests are let in after this many milliseconds of reckoning. */
const SLICE = 8;

const oneAtATime = pLimit(1);

/** One goes on at a time, with everybody else's work in between: many that wait together would else hold others up together. */
const ownTurn = (): Promise<void> => oneAtATime(() => setImmediate());

/** Works steps through, and lets others in between. `gone`: nobody waits for it any more. @throws its reason. */
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

/** Before each piece of work: lets others in where this thread has worked for longer than a slice since it last did. */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE) return;
    await ownTurn();
    since = performance.now();
  };
}
