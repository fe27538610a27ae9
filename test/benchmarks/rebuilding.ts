import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStore } from '@plant-ledger/event-store';
import { openReadModelStorage, rebuild } from '@plant-ledger/read-model';
import { timed, type Benchmark } from './measure.js';
import { besideRaw, fileIn } from './projecting.js';
import { storedLog } from './stored-log.js';

const UNITS = 150_000;
/** Events in one transaction of the baseline, as a rebuild takes them. */
const BATCH = 5_000;

const common = {
  ours: 'a rebuild from a stored log into an empty SQLite read model',
  baseline: 'a projection written by hand for this log: the same rows, indexes and batches',
  target: 0.8,
  rounds: 5,
};

export const rebuilding: Benchmark = { ...common, name: 'rebuilding', open: () => sides(false) };

/** Vehicles whose numbers come in no order: every row of theirs goes elsewhere in its table and index. */
export const rebuildingRandomVins: Benchmark = { ...common, name: 'rebuilding-random-vins', open: () => sides(true) };

async function sides(shuffled: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-rebuilding-'));
  const { file: log } = await storedLog(folder, { units: UNITS, shuffled });
  return besideRaw(folder, log, BATCH, (place) => rebuildFrom(log, place));
}

/** Rebuilds into a folder. There is no live read model to compare with: what is measured is the filling. */
export async function rebuildFrom(log: string, folder: string) {
  const store = await openEventStore(`sqlite:${log}`, { readOnly: true });
  const storage = await openReadModelStorage(`sqlite:${folder}`);
  const head = Number(await store.head());
  const run = await timed(async () => {
    const outcome = await rebuild({ storage, store });
    if (outcome.kind !== 'switched') throw new Error(`the rebuild ended otherwise: ${outcome.kind}`);
    return head;
  });
  await storage.close();
  await store.close();
  return { run, file: fileIn(folder) };
}
