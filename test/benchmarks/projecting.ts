import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStore } from '@plant-ledger/event-store';
import { createProjector, openReadModel } from '@plant-ledger/read-model';
import { timed, type Benchmark, type Run } from './measure.js';
import { projectRaw } from './raw-projection.js';
import { sameTables } from './same-tables.js';
import { storedLog } from './stored-log.js';

const UNITS = 50_000;
/** Events in one transaction of the baseline, as the projector takes them. */
export const BATCH = 2_000;

/** A read model that was made, and how long that took. */
interface Made {
  readonly run: Run;
  readonly file: string;
}

export const projecting: Benchmark = {
  name: 'projecting',
  ours: 'the projector, from a stored log to the read model, in one process',
  baseline: 'a projection written by hand for this log: the same rows, indexes and batches',
  target: 0.7,
  rounds: 7,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-projecting-'));
    const { file: log } = await storedLog(folder, { units: UNITS });
    return besideRaw(folder, log, BATCH, (place) => project(log, place));
  },
};

/** Measures what makes a read model of a log in a folder of its own, beside the projection written by hand. */
export async function besideRaw(folder: string, log: string, batch: number, make: (folder: string) => Promise<Made>) {
  let count = 0;
  const inPlace = async (side: (place: string) => Promise<Made>): Promise<Run> => {
    const place = join(folder, `side-${(count += 1)}`);
    const { run } = await side(place);
    await rm(place, { recursive: true });
    return run;
  };
  const [one, other] = [await make(join(folder, 'ours')), await byHand(log, join(folder, 'raw'), batch)];
  sameTables(one.file, other.file);
  return {
    ours: () => inPlace(make),
    baseline: () => inPlace((place) => byHand(log, place, batch)),
    close: () => rm(folder, { recursive: true }),
  };
}

async function project(log: string, folder: string): Promise<Made> {
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

/** Makes the read model of a log by the projection written by hand, in a folder. */
export async function byHand(log: string, folder: string, batch: number): Promise<Made> {
  // The tables and indexes are the read model's own.
  await (await openReadModel(`sqlite:${folder}`)).close();
  const run = await timed(() => projectRaw(log, fileIn(folder), batch));
  return { run, file: fileIn(folder) };
}

/** The first generation of a read model in a folder. */
export const fileIn = (folder: string): string => join(folder, 'generation-1.db');
