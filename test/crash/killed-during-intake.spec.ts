import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../apps/simulator/src/random.js';
import { expectTotals, recountLog, Recount, sendAgain, setUp } from './ledger-checks.js';
import { forgetHalts, haltAt, type HaltPoint } from '../support/halt.js';
import {
  gone,
  killProcesses,
  spawnService,
  startProcess,
  storedIn,
  type Environment,
} from '../support/service-process.js';
import { inSoak, newSeed } from '../support/soak.js';
import { startSources, VEHICLES, type Journal } from './sources.js';

const SEED = Number(process.env.LEDGER_TEST_SEED ?? newSeed());
/** Two ledgers side by side, each killed so many times. */
const LEDGERS = 2;
const KILLS = inSoak(17, 6);
/** The most events that are acknowledged before a kill. */
const MOST = 1_000;
/** Where it is killed while it starts: as the log is opened, and as its projector takes over the read model. */
const STARTING: readonly HaltPoint[] = [
  { when: 'before', sql: '^BEGIN IMMEDIATE' },
  { when: 'before', sql: '^INSERT INTO lease ' },
  { when: 'after', sql: '^INSERT INTO lease ', within: '^COMMIT' },
  { when: 'after', sql: '^UPDATE checkpoint SET epoch = ' },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plant-ledger-crash-'));
});
afterAll(async () => {
  await killProcesses();
  forgetHalts();
  await rm(folder, { recursive: true, force: true });
});

describe(`a service that is killed at random moments while events pour in (LEDGER_TEST_SEED=${SEED})`, () => {
  it('keeps every acknowledged event once, takes the rest when it is sent again, and counts exactly', async () => {
    await Promise.all(Array.from({ length: LEDGERS }, (_, ledger) => killAgainAndAgain(ledger)));
  }, 900_000);
});

async function killAgainAndAgain(ledger: number): Promise<void> {
  const random = seededRandom(SEED + ledger);
  const environment = storedIn(join(folder, String(ledger)));
  const total = new Recount();
  let journal: Journal = new Map();
  let acknowledged = 0;
  let cut = 0;
  for (let round = 0; ; round += 1) {
    const service = await startProcess(environment);
    if (round === 0) await setUp(service.url);
    await sendAgain(service.url, journal);
    total.addJournal(journal);
    await expectTotals(service.url, total);
    if (round === KILLS) {
      await service.terminate();
      break;
    }
    const sources = startSources({
      url: service.url,
      seed: SEED + round,
      first: (ledger * KILLS + round) * VEHICLES,
      streamed: round % 6 === 0 ? 12_000 : 2_000,
      pouring: round % 2 === 0,
    });
    // While other requests of every kind are under way, whatever the machine's speed.
    await sources.acknowledged(1 + Math.floor(random() * MOST));
    await service.kill();
    await sources.stop();
    ({ journal } = sources);
    acknowledged += count(journal, true);
    cut += count(journal, false);
    // Each ledger at two of them, in turns.
    const starting = 2 * ledger + (Math.floor(round / 3) % 2);
    if (round % 3 === 2) await killWhileStarting(environment, STARTING[starting] ?? never());
  }
  const { recount, events } = await recountLog(environment.LEDGER_EVENT_STORE ?? '');
  expect(recount.rows()).toEqual(total.rows());
  for (const [eventId, { refused }] of journal) if (!refused) expect(events.has(eventId)).toBe(true);
  // Otherwise it was never killed in the middle of anything.
  expect(acknowledged).toBeGreaterThan(KILLS * 50);
  expect(cut).toBeGreaterThan(KILLS * 5);
}

function count(journal: Journal, acknowledged: boolean): number {
  return [...journal.values()].filter((sent) => sent.acknowledged === acknowledged).length;
}

async function killWhileStarting(environment: Environment, point: HaltPoint): Promise<void> {
  const halt = haltAt(point);
  const { child, output } = spawnService({ ...environment, ...halt.environment });
  await halt.reached(() => (child.exitCode === null ? undefined : output()));
  await gone(child, 'SIGKILL');
}

function never(): never {
  throw new Error('there are more ledgers than points');
}
