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
import { eventually } from '../support/eventually.js';
import { gone, killProcesses, spawnService, startProcess, storedIn } from '../support/service-process.js';

const SEED = Number(process.env.LEDGER_TEST_SEED ?? Date.now() % 1_000_000);
const UNITS = 20_000;
/** Kills that are to hit the projector between the log's beginning and its end; and at most so many in all. */
const HITS = 18;
const MOST = 60;
/** How long the projector may take to come to where it is to be killed, milliseconds. */
const PATIENCE = 60_000;

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
    const readModel = join(folder, 'read-model');
    const checkpoint = () => positionIn(join(readModel, 'generation-1.db'));
    for (let [hits, kill] = [0, 0]; hits < HITS; kill += 1) {
      if (kill === MOST) throw new Error(`only ${hits} of ${MOST} kills hit the projector at work`);
      const from = checkpoint() ?? 0n;
      // Up to a fifth of what is left, so that a few kills fall into one way through the log.
      const target = from + 1n + BigInt(Math.floor(random() * 0.2 * Number(head - from)));
      const { child, output } = spawnService(environment);
      await eventually(() => {
        if (child.exitCode !== null) throw new Error(`the service ended by itself: ${output()}`);
        return (checkpoint() ?? 0n) >= target;
      }, PATIENCE);
      await new Promise((wake) => setTimeout(wake, random() * 20));
      await gone(child, 'SIGKILL');
      const position = checkedPosition(join(readModel, 'generation-1.db'));
      if (position < head) hits += 1;
      else await rm(readModel, { recursive: true });
    }
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

/** How far the read model in this file has come, while it is being written; undefined where there is none to be read yet. */
function positionIn(file: string): bigint | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const row = database.prepare('SELECT position FROM checkpoint').get();
      return row && BigInt(Number(row.position));
    } finally {
      database.close();
    }
  } catch {
    // It is being made.
    return undefined;
  }
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
  // Before the first unit event stand the opening and three places; from there on every event is one transfer.
  const transfers = Math.max(0, position - 4);
  expect(counts).toEqual({ monthly: transfers, daily: transfers, transfers, latest: transfers > 0 ? position : 0 });
  return BigInt(position);
}
