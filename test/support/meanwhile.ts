import { performance } from 'node:perf_hooks';

/** Asks the same again and again while the work goes on; how long the slowest answer took, in milliseconds. */
export async function slowestMeanwhile(work: Promise<unknown>, ask: () => Promise<unknown>): Promise<number> {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  done.catch(() => undefined);
  let slowest = 0;
  while (!isDone) {
    const before = performance.now();
    await ask();
    slowest = Math.max(slowest, performance.now() - before);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await done;
  return slowest;
}
