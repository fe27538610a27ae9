import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pouring, UNITS } from './bulk-stream.js';
import type { Benchmark, Run } from './measure.js';
import { BATCH, byHand } from './projecting.js';
import { storedLog } from './stored-log.js';

export const streamToFigures: Benchmark = {
  name: 'stream-to-figures',
  ours: 'NDJSON over HTTP until the last event is in the figures',
  baseline: 'raw inserts, 500 per transaction, and after them a projection written by hand, of as many events',
  target: 0.8,
  rounds: 7,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-figures-'));
    const { file: log } = await storedLog(folder, { units: UNITS });
    const { ours, inserted } = await pouring((service) => service.caughtUp());
    let count = 0;
    const baseline = async (): Promise<Run> => {
      const { events, ...inserting } = await inserted();
      const place = join(folder, `raw-${(count += 1)}`);
      const { run: projecting } = await byHand(log, place, BATCH);
      await rm(place, { recursive: true });
      return { events, wall: inserting.wall + projecting.wall, cpu: inserting.cpu + projecting.cpu };
    };
    return { ours, baseline, close: () => rm(folder, { recursive: true }) };
  },
};
