import { loadLines } from '../../apps/simulator/src/index.js';
import { chunksOf, stream } from './bulk-stream.js';
import { startBenchmarkedService } from './service.js';

const MEASURED_AT = [100_000, 300_000, 1_000_000];
/** What a million events may cost beyond what a hundred thousand do. */
export const MOST_GROWTH = 1.3;

export interface Memory {
  readonly events: number;
  /** Of the service's process, after a garbage collection, in MiB. */
  readonly rss: number;
  readonly heapUsed: number;
}

/** Events through one service until there are a million, and its memory on the way. */
export async function measureMemory(say: (text: string) => void): Promise<readonly Memory[]> {
  const service = await startBenchmarkedService();
  const measured: Memory[] = [];
  let done = 0;
  for (const events of MEASURED_AT) {
    const units = (events - done) / 2;
    await stream(service, chunksOf(loadLines({ units, first: done, deliver: true })), events - done);
    await service.caughtUp();
    done = events;
    const { rss, heapUsed } = await service.usage(true);
    measured.push({ events, rss: rss / 2 ** 20, heapUsed: heapUsed / 2 ** 20 });
    say(
      `memory at ${events} events: RSS ${(rss / 2 ** 20).toFixed(0)} MiB, heap ${(heapUsed / 2 ** 20).toFixed(1)} MiB`,
    );
  }
  await service.close();
  return measured;
}
