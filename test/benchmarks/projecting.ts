import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEventStore } from '@plant-ledger/event-store';
import { createProjector, openReadModel } from '@plant-ledger/read-model';
import { loadLines } from '../../apps/cli/src/simulate/index.js';
import { chunksOf, stream } from './bulk-stream.js';
import { timed, type Benchmark, type Run } from './measure.js';
import { projectRaw } from './raw-projection.js';
import { startBenchmarkedService } from './service.js';

const UNITS = 50_000;
const WRITTEN = ['transfer', 'unit', 'monthly_total', 'daily_total', 'stock'];

export const projecting: Benchmark = {
  name: 'projecting',
  ours: 'the projector, from a stored log to the read model, in one process',
  baseline: 'a projection written by hand for this log: the same rows, indexes and batches',
  target: 0.7,
  rounds: 7,
  async open() {
    const service = await startBenchmarkedService();
    await stream(service, chunksOf(loadLines({ units: UNITS, deliver: true })), 2 * UNITS);
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-projecting-'));
    const log = join(folder, 'log.db');
    const copy = new DatabaseSync(service.log, { readOnly: true });
    copy.exec(`VACUUM INTO '${log}'`);
    copy.close();
    await service.close();
    let count = 0;
    const sides = {
      ours: async () => (await project(log, join(folder, `ours-${(count += 1)}`))).run,
      baseline: async () => (await byHand(log, join(folder, `raw-${(count += 1)}`))).run,
      close: () => rm(folder, { recursive: true }),
    };
    const [one, other] = [await project(log, join(folder, 'ours')), await byHand(log, join(folder, 'raw'))];
    for (const table of WRITTEN)
      if (contents(one.file, table) !== contents(other.file, table))
        throw new Error(`the two sides have written other rows into ${table}`);
    return sides;
  },
};

async function project(log: string, folder: string): Promise<{ run: Run; file: string }> {
  const store = await openEventStore(`sqlite:${log}`, { readOnly: true });
  const readModel = await openReadModel(`sqlite:${folder}`);
  const projector = createProjector({ store, readModel });
  const stopping = new AbortController();
  const head = await store.head();
  const run = await timed(async () => {
    const running = projector.run(stopping.signal);
    if (!(await projector.waitFor(head, 120_000))) throw new Error('the projector did not come to the end of the log');
    stopping.abort();
    await running;
    return Number(head);
  });
  await readModel.close();
  await store.close();
  return { run, file: fileIn(folder) };
}

async function byHand(log: string, folder: string): Promise<{ run: Run; file: string }> {
  // The tables and indexes are the read model's own.
  await (await openReadModel(`sqlite:${folder}`)).close();
  const run = await timed(() => projectRaw(log, fileIn(folder)));
  return { run, file: fileIn(folder) };
}

const fileIn = (folder: string): string => join(folder, 'generation-1.db');

function contents(file: string, table: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all();
  database.close();
  return JSON.stringify(rows);
}
