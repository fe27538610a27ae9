import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { AGGREGATES, CommandExecutor, openLedger } from '@plant-ledger/ledger';
import { readCloudEvent } from '@plant-ledger/intake';
import { loadEvents, loadSetup } from '../../apps/simulator/src/index.js';
import { seededRandom } from '../../apps/simulator/src/random.js';
import { expectTotals, recountLog } from './ledger-checks.js';
import { forgetHalts, haltAt } from '../support/halt.js';
import { gone, killProcesses, spawnService, startProcess, storedIn } from '../support/service-process.js';

const SEED = Number(process.env.LEDGER_TEST_SEED ?? Date.now() % 1_000_000);
const UNITS = 20_000;
const KILLS = 18;
/** The opening and three places stand before the first event of a unit, and from there on every event is one transfer. */
const FIRST = 4n;
/** In the batch of an event that a seed chooses, in turn: with some of its rows written, all of them, and for good. */
const POINTS = [
  { when: 'after' },
  { when: 'before', within: '^COMMIT' },
  { when: 'after', within: '^COMMIT' },
] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plant-ledger-crash-'));
});
afterAll(async () => {
  await killProcesses();
  forgetHalts();
  await rm(folder, { recursive: true, force: true });
});

describe(`a service that is killed in batches that a seed chooses while it projects the log (LEDGER_TEST_SEED=${SEED})`, () => {
  it('never leaves rows that are not those of its checkpoint, goes on from there, and counts exactly in the end', async () => {
    const environment = storedIn(folder);
    const log = environment.LEDGER_EVENT_STORE ?? '';
    const head = await writeLog(log);
    const random = seededRandom(SEED);
    const readModel = join(folder, 'read-model');
    const file = join(readModel, 'generation-1.db');
    let from = -1n;
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Up to a fifth of what is left, so that a few kills fall into one way through the log.
      const nth = 1 + Math.floor(random() * 0.2 * Number(head - (from < FIRST ? FIRST : from)));
      const halt = haltAt({ ...(POINTS[kill % POINTS.length] ?? never()), sql: '^INSERT INTO transfer ', nth });
      const { child, output } = spawnService({ ...environment, ...halt.environment });
      await halt.reached(() => (child.exitCode === null ? undefined : output()));
      await gone(child, 'SIGKILL');
      const position = checkedPosition(file);
      expect(position).toBeGreaterThanOrEqual(from);
      from = position;
      // A commit may have been the last one.
      if (position < head) continue;
      await rm(readModel, { recursive: true });
      from = -1n;
    }
    const service = await startProcess(environment);
    const { recount } = await recountLog(log);
    await expectTotals(service.url, recount);
    expect(await service.terminate()).toBe(0);
  }, 900_000);
});

/** A log of vehicles produced and delivered, written without a projector; its last position. */
async function writeLog(url: string): Promise<bigint> {
  const store: EventStore = await openEventStore(url);
  await openLedger(store, 'UTC', Date.now());
  const executor = new CommandExecutor(store, AGGREGATES, { recordedAt: Date.now });
  const context = { now: Date.now(), earliest: 0 };
  const events = [...loadSetup(), ...loadEvents({ units: UNITS, deliver: true })].map((event) => {
    const read = readCloudEvent(event, context);
    if (read.kind !== 'event') throw new Error('not an event');
    return read.event;
  });
  for (let start = 0; start < events.length; start += 1_000)
    await executor.recordAll(events.slice(start, start + 1_000));
  const head = await store.head();
  await store.close();
  return head;
}

/** Looks into the read model's file as the killed process left it: its rows are those up to its checkpoint. */
function checkedPosition(file: string): bigint {
  const database = new DatabaseSync(file);
  const { position: stored } = database.prepare('SELECT position FROM checkpoint').get() ?? {};
  const counts = database
    .prepare(
      `SELECT (SELECT coalesce(sum(produced + delivered), 0) FROM monthly_total) AS monthly,
              (SELECT coalesce(sum(produced + delivered), 0) FROM daily_total) AS daily,
              (SELECT count(*) FROM transfer) AS transfers,
              (SELECT coalesce(max(position), 0) FROM transfer) AS latest`,
    )
    .get();
  database.close();
  const position = Number(stored);
  const transfers = Math.max(0, position - Number(FIRST));
  expect(counts).toEqual({ monthly: transfers, daily: transfers, transfers, latest: transfers > 0 ? position : 0 });
  return BigInt(position);
}

function never(): never {
  throw new Error('there is no such point');
}
