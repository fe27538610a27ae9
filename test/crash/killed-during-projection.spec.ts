import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { CommandExecutor, openLedger } from '@plant-ledger/ledger';
import { readCloudEvent } from '@plant-ledger/intake';
import { loadEvents, loadSetup } from '../../apps/cli/src/simulate/index.js';
import { seededRandom } from '../../apps/cli/src/simulate/random.js';
import { expectTotals, recountLog } from './ledger-checks.js';
import { gone, killProcesses, spawnService, startProcess, storedIn } from '../support/service-process.js';

const SEED = Number(process.env.LEDGER_TEST_SEED ?? Date.now() % 1_000_000);
const UNITS = 20_000;
/** Kills that are to hit the projector between the log's beginning and its end; and at most so many in all. */
const HITS = 18;
const MOST = 60;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plant-ledger-crash-'));
});
afterAll(async () => {
  await killProcesses();
  await rm(folder, { recursive: true, force: true });
});

describe(`a service that is killed at random moments while it projects the log (LEDGER_TEST_SEED=${SEED})`, () => {
  it('never leaves rows that are not those of its checkpoint, goes on from there, and counts exactly in the end', async () => {
    const environment = storedIn(folder);
    const log = environment.LEDGER_EVENT_STORE ?? '';
    const head = await writeLog(log);
    const random = seededRandom(SEED);
    let [hits, last] = [0, -1n];
    // A first guess at when the projector is at work, in milliseconds after the start; each kill corrects it.
    let from = 500;
    for (let kill = 0; hits < HITS && kill < MOST; kill += 1) {
      const { child } = spawnService(environment);
      await new Promise((wake) => setTimeout(wake, from + random() * 400));
      await gone(child, 'SIGKILL');
      const position = checkedPosition(join(folder, 'read-model', 'generation-1.db'));
      if (position > 0n && position < head) hits += 1;
      if (position === last) from += 50;
      last = position;
      if (position < head) continue;
      await rm(join(folder, 'read-model'), { recursive: true });
      from = Math.max(200, from - 100);
    }
    expect(hits).toBe(HITS);
    const service = await startProcess(environment);
    const { recount } = await recountLog(log);
    await expectTotals(service.url, recount);
    expect(await service.terminate()).toBe(0);
  }, 300_000);
});

/** A log of vehicles produced and delivered, written without a projector; its last position. */
async function writeLog(url: string): Promise<bigint> {
  const store: EventStore = await openEventStore(url);
  await openLedger(store, 'UTC', Date.now());
  const executor = new CommandExecutor(store, { recordedAt: Date.now });
  const context = { now: Date.now(), earliest: 0 };
  const events = [...loadSetup(), ...loadEvents({ units: UNITS, deliver: true })].map((event) => {
    const read = readCloudEvent(event, context);
    if (read.kind !== 'event') throw new Error('not an event');
    return read.event;
  });
  for (let start = 0; start < events.length; start += 1_000) await executor.execute(events.slice(start, start + 1_000));
  const head = await store.head();
  await store.close();
  return head;
}

/** Looks into the read model's file as the killed process left it: its rows are those up to its checkpoint. */
function checkedPosition(file: string): bigint {
  if (!existsSync(file)) return -1n;
  const database = new DatabaseSync(file);
  const tables = database.prepare("SELECT count(*) AS tables FROM sqlite_schema WHERE name = 'checkpoint'").get();
  const row = tables?.tables === 1 ? database.prepare('SELECT position FROM checkpoint').get() : undefined;
  if (!row) {
    database.close();
    return -1n;
  }
  const counts = database
    .prepare(
      `SELECT (SELECT coalesce(sum(produced + delivered), 0) FROM monthly_total) AS monthly,
              (SELECT coalesce(sum(produced + delivered), 0) FROM daily_total) AS daily,
              (SELECT count(*) FROM transfer) AS transfers,
              (SELECT coalesce(max(position), 0) FROM transfer) AS latest`,
    )
    .get();
  database.close();
  const position = Number(row.position);
  // Before the first unit event stand the opening and three places; from there on every event is one transfer.
  const transfers = Math.max(0, position - 4);
  expect(counts).toEqual({ monthly: transfers, daily: transfers, transfers, latest: transfers > 0 ? position : 0 });
  return BigInt(position);
}
