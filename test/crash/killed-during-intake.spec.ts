import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../apps/cli/src/simulate/random.js';
import { expectTotals, recountLog, Recount, sendAgain, setUp } from './ledger-checks.js';
import { gone, killProcesses, spawnService, startProcess, storedIn } from '../support/service-process.js';
import { startSources, VEHICLES, type Journal } from './sources.js';

const SEED = Number(process.env.LEDGER_TEST_SEED ?? Date.now() % 1_000_000);
/** Two ledgers side by side, each killed so many times. */
const LEDGERS = 2;
const KILLS = 17;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plant-ledger-crash-'));
});
afterAll(async () => {
  await killProcesses();
  await rm(folder, { recursive: true, force: true });
});

describe(`a service that is killed at random moments while events pour in (LEDGER_TEST_SEED=${SEED})`, () => {
  it('keeps every acknowledged event once, takes the rest when it is sent again, and counts exactly', async () => {
    await Promise.all(Array.from({ length: LEDGERS }, (_, ledger) => killAgainAndAgain(ledger)));
  }, 300_000);
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
    await new Promise((wake) => setTimeout(wake, 30 + random() * 700));
    await service.kill();
    await sources.stop();
    ({ journal } = sources);
    acknowledged += count(journal, true);
    cut += count(journal, false);
    if (round % 6 === 5) await killWhileStarting(environment, random() * 900);
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

async function killWhileStarting(environment: ReturnType<typeof storedIn>, after: number): Promise<void> {
  const { child } = spawnService(environment);
  await new Promise((wake) => setTimeout(wake, after));
  await gone(child, 'SIGKILL');
}
