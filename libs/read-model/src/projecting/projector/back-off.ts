import { setTimeout as delay } from 'node:timers/promises';

const FIRST = 100;
const LONGEST = 10_000;

/** Sleeps before the given attempt (from 1), longer each time; until then the signal's abort wakes it. */
export async function backOff(attempt: number, signal: AbortSignal): Promise<void> {
  const pause = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt - 1, 10));
  await delay(pause, undefined, { signal }).catch(() => undefined);
}
