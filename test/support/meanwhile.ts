import { processorTime } from './processor-time.js';

/**
 * Asks a service the same again and again while the work goes on; how long its thread that answers has worked meanwhile at
 * the most, milliseconds of processor: how fast the machine is does not count.
 */
export async function slowestMeanwhile(
  pid: number,
  work: Promise<unknown>,
  ask: () => Promise<unknown>,
): Promise<number> {
  const under = { way: true };
  const done = work.finally(() => (under.way = false));
  done.catch(() => undefined);
  let slowest = 0;
  while (under.way) {
    const before = processorTime(pid);
    await ask();
    slowest = Math.max(slowest, processorTime(pid) - before);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await done;
  return slowest;
}
