import { performance } from 'node:perf_hooks';

/** Asks the same again and again while the work goes on; how long the slowest answer took, in milliseconds. */
export async function slowestMeanwhile(work: Promise<unknown>, ask: () => Promise<unknown>): Promise<number> {
  const under = { way: true };
  const done = work.finally(() => (under.way = false));
  done.catch(() => undefined);
  let slowest = 0;
  while (under.way) {
    const before = performance.now();
    await ask();
    slowest = Math.max(slowest, performance.now() - before);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await done;
  return slowest;
}
