import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadLines } from '../../apps/simulator/src/index.js';
import { chunksOf, stream } from './bulk-stream.js';
import type { Benchmark, Run } from './measure.js';
import { byHand } from './projecting.js';
import { insertRaw, rowsOf, type LogRow } from './raw-log.js';
import { startBenchmarkedService } from './service.js';
import { storedLog } from './stored-log.js';

const UNITS = 100_000;
/** Taken in before, so that the code is compiled and the log is not empty. */
const WARM_UP = 30_000;
/** Events in one transaction of the projection written by hand. */
const BATCH = 2_000;

export const streamToFigures: Benchmark = {
  name: 'stream-to-figures',
  ours: 'NDJSON over HTTP until the last event is in the figures',
  baseline: 'raw inserts, 500 per transaction, and after them a projection written by hand, of as many events',
  target: 0.8,
  rounds: 7,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-figures-'));
    const { file: log } = await storedLog(folder, { units: UNITS });
    const warmUp = [...chunksOf(loadLines({ units: WARM_UP, first: UNITS, deliver: true }))];
    const body = [...chunksOf(loadLines({ units: UNITS, deliver: true }))];
    let rows: LogRow[] = [];
    let count = 0;
    const ours = async (): Promise<Run> => {
      const service = await startBenchmarkedService();
      await stream(service, warmUp, 2 * WARM_UP);
      await service.caughtUp();
      const before = await service.usage();
      const began = performance.now();
      await stream(service, body, 2 * UNITS);
      await service.caughtUp();
      const wall = performance.now() - began;
      const { cpu } = await service.usage();
      if (rows.length === 0) rows = rowsOf(service.log);
      await service.close();
      return { events: 2 * UNITS, wall, cpu: cpu - before.cpu };
    };
    // Once for the rows.
    await ours();
    return {
      ours,
      async baseline() {
        const inserted = await insertRaw(rows, 500, 2 * WARM_UP);
        const place = join(folder, `raw-${(count += 1)}`);
        const { run: projected } = await byHand(log, place, BATCH);
        await rm(place, { recursive: true });
        return {
          events: inserted.events,
          wall: inserted.wall + projected.wall,
          cpu: inserted.cpu + projected.cpu,
        };
      },
      close: () => rm(folder, { recursive: true }),
    };
  },
};
