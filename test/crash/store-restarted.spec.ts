import { exec } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '../../apps/simulator/src/random.js';
import { ask } from '../support/ask.js';
import { expectTotals, recountLog, Recount, sendAgain, setUp } from './ledger-checks.js';
import { killProcesses, startProcess } from '../support/service-process.js';
import { startSources } from './sources.js';

// LEDGER_TEST_KURRENTDB_RESTART is a shell command that kills the server of LEDGER_TEST_KURRENTDB (kill -9), starts it
// again, and returns when it is ready.
const server = process.env.LEDGER_TEST_KURRENTDB ?? '';
const restart = process.env.LEDGER_TEST_KURRENTDB_RESTART ?? '';
const SEED = Number(process.env.LEDGER_TEST_SEED ?? Date.now() % 1_000_000);
const KILLS = 10;

describe(`a KurrentDB server that is killed and restarted while events pour in (LEDGER_TEST_SEED=${SEED})`, () => {
  if (server === '' || restart === '') {
    it.skip('LEDGER_TEST_KURRENTDB and LEDGER_TEST_KURRENTDB_RESTART are not both set', () => undefined);
    return;
  }
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plant-ledger-restart-'));
  });
  afterAll(async () => {
    await killProcesses();
    await rm(folder, { recursive: true, force: true });
  });

  it('costs no acknowledged event and doubles none; sources see nothing worse than a 503, and the service goes on by itself', async () => {
    const prefix = `test-${randomUUID()}-`;
    const random = seededRandom(SEED);
    const service = await startProcess({
      LEDGER_EVENT_STORE: server,
      LEDGER_STREAM_PREFIX: prefix,
      LEDGER_READ_MODEL: `sqlite:${join(folder, 'read-model')}`,
    });
    await setUp(service.url);
    const sources = startSources({
      url: service.url,
      seed: SEED,
      first: 0,
      streamed: 2_000,
      pouring: false,
      stubborn: true,
    });
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(500 + random() * 1_500);
      await promisify(exec)(restart);
      expect((await ask(`${service.url}/livez`)).status).toBe(200);
    }
    await pause(1_000);
    await sources.stop();
    expect([...sources.statuses.keys()].filter((status) => ![200, 201, 202, 503].includes(status))).toEqual([]);
    const total = new Recount();
    total.addJournal(sources.journal);
    await sendAgain(service.url, sources.journal);
    await expectTotals(service.url, total);
    expect(await service.terminate()).toBe(0);
    const { recount } = await recountLog(server, prefix);
    expect(recount.rows()).toEqual(total.rows());
    expect([...sources.journal.values()].filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(1_000);
  }, 300_000);
});

const pause = (milliseconds: number) => new Promise((wake) => setTimeout(wake, milliseconds));
