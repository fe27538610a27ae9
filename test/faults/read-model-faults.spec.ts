import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { forgetHalts, haltAt } from '../support/halt.js';
import { runLedger, startLedger } from '../support/run-ledger.js';
import { killProcesses, startProcess, storedIn, type Environment } from '../support/service-process.js';
import { longLog, writeLog } from './long-log.js';

const UNITS = 4_000;
const OTHER = '00000000-0000-4000-8000-000000000001';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function ask(url: string, path: string): Promise<Answer> {
  const response = await fetch(`${url}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function until(url: string, path: string, good: (answer: Answer) => boolean): Promise<Answer> {
  for (const end = Date.now() + 60_000; ;) {
    const answer = await ask(url, path);
    if (good(answer)) return answer;
    if (Date.now() > end) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

const caughtUp = (url: string) => until(url, '/v1/status', ({ body }) => body.caughtUp === true);
const produced = async (url: string): Promise<number> => {
  const { body } = await ask(url, '/v1/monthly-totals');
  return (body.rows as { produced: number }[]).reduce((sum, row) => sum + row.produced, 0);
};

describe('the service, when its read model is not the one of its log and code', () => {
  /** A log that a service has counted and was stopped, made once: each test has a copy of it. */
  let counted: string;
  let folder: string;
  beforeAll(async () => {
    counted = await mkdtemp(join(tmpdir(), 'plant-ledger-faults-'));
    await (await writeLog(storedIn(counted).LEDGER_EVENT_STORE ?? '', longLog(UNITS))).close();
    const service = await startProcess(storedIn(counted));
    await caughtUp(service.url);
    expect(await service.terminate()).toBe(0);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plant-ledger-faults-'));
    await cp(counted, folder, { recursive: true });
  });
  afterEach(async () => {
    await killProcesses();
    forgetHalts();
    await rm(folder, { recursive: true, force: true });
  });
  afterAll(() => rm(counted, { recursive: true, force: true }));

  async function replaceLog(reported: ReturnType<typeof longLog>): Promise<void> {
    for (const suffix of ['', '-wal', '-shm', '-writer']) await rm(join(folder, `log.db${suffix}`), { force: true });
    await (await writeLog(storedIn(folder).LEDGER_EVENT_STORE ?? '', reported)).close();
  }

  it('because the log was swapped for another ledger’s: 503 with the reason, then the right figures, by itself', async () => {
    await replaceLog(longLog(UNITS + 5, OTHER));
    const service = await startProcess(storedIn(folder));
    const first = await ask(service.url, '/v1/monthly-totals');
    if (first.status !== 200) {
      expect(first).toMatchObject({ status: 503, body: { code: 'read-model-not-built' } });
      expect(first.body.detail).toContain(OTHER);
    }
    await caughtUp(service.url);
    expect(await produced(service.url)).toBe(UNITS + 5);
    expect(service.output()).toContain(`this is ledger ${OTHER}`);
    expect(service.output()).toContain('until then no figures are shown');
    expect((await ask(service.url, '/v1/status')).body).toMatchObject({ generation: '2' });
    expect(await service.terminate()).toBe(0);
  });

  it('because an older backup of the log was put back: the figures beyond it are gone, never shown as current', async () => {
    await replaceLog(longLog(UNITS - 1_000));
    const service = await startProcess(storedIn(folder));
    const answers: Answer[] = [];
    await until(service.url, '/v1/monthly-totals', (answer) => answers.push(answer) > 0 && answer.status === 200);
    for (const { status, body } of answers.slice(0, -1))
      expect([status, body.code]).toEqual([503, 'read-model-not-built']);
    await caughtUp(service.url);
    expect(await produced(service.url)).toBe(UNITS - 1_000);
    expect(service.output()).toContain('an older copy of the log');
    expect(await service.terminate()).toBe(0);
  });

  it('because other projection code made it: the old figures go on being answered until the new ones are there', async () => {
    alterCodeVersion(join(folder, 'read-model'));
    const service = await startProcess(storedIn(folder));
    const generations = new Set<unknown>();
    await until(
      service.url,
      '/v1/status',
      ({ body }) => generations.add(body.generation).size > 0 && body.caughtUp === true,
    );
    // Not one answer on the way is an error or empty.
    expect(await produced(service.url)).toBe(UNITS);
    expect([...generations].at(-1)).toBe('2');
    expect(service.output()).toContain('was made by version 0 of the projections');
    expect(service.output()).toContain('figures are those as of position');
    expect(service.output()).toContain('all tables are the same');
    expect(await service.terminate()).toBe(0);
  });

  it('is rebuilt beside a running service, which comes over without an error; and rolled back', async () => {
    const service = await startProcess(storedIn(folder));
    const over = new AbortController();
    const reading = readAllTheTime(service.url, over.signal);
    const env = storedIn(folder);
    const rebuilt = await runLedger(['rebuild'], { env });
    expect(rebuilt.stdout).toMatch(/^Generation 2 is read now.*Its rows are those of the one before\./);
    expect(rebuilt.code).toBe(0);
    await until(service.url, '/v1/status', ({ body }) => body.generation === '2' && body.caughtUp === true);
    const back = await runLedger(['rebuild', '--rollback'], { env });
    expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('Generation 1 is read again') as unknown });
    await until(service.url, '/v1/status', ({ body }) => body.generation === '1' && body.caughtUp === true);
    over.abort();
    expect(await reading).toBeGreaterThan(5);
    expect(await service.terminate()).toBe(0);
  });

  it('is rebuilt while no service runs; Ctrl-C leaves a rebuild to be gone on with', async () => {
    const env = storedIn(folder);
    const generation = await interruptedRebuild(env);
    const rebuilt = await runLedger(['rebuild', '--quiet'], { env });
    expect(rebuilt).toMatchObject({ code: 0, stderr: '' });
    const altered = new DatabaseSync(join(folder, 'read-model', `generation-${generation}.db`));
    altered.exec("UPDATE monthly_total SET produced = produced + 1 WHERE month = '2024-03'");
    altered.close();
    const refused = await runLedger(['rebuild'], { env });
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('Tables that differ: monthly_total.');
    const accepted = await runLedger(['rebuild', '--accept'], { env });
    expect(accepted).toMatchObject({ code: 0, stdout: expect.stringContaining('monthly_total') as unknown });
  });
});

/** Stops a rebuild by Ctrl-C before it writes its first batch; answers with its generation's number. */
async function interruptedRebuild(env: Environment): Promise<number> {
  const halt = haltAt({ when: 'before', sql: '^UPDATE checkpoint SET (?!epoch = )' });
  const rebuilding = startLedger(['rebuild'], { env: { ...env, ...halt.environment } });
  await halt.reached();
  const stopped = rebuilding.stop('SIGINT');
  // The signal is there before it goes on.
  halt.goOn();
  expect({ code: await stopped, ...rebuilding.output }).toMatchObject({
    code: 130,
    stderr: expect.stringContaining('goes on from there') as unknown,
  });
  return 2;
}

/** As if a version of the ledger with other projections had made it. */
function alterCodeVersion(readModel: string): void {
  const control = new DatabaseSync(join(readModel, 'control.db'));
  control.exec('UPDATE generation SET code_version = 0');
  control.close();
  const generation = new DatabaseSync(join(readModel, 'generation-1.db'));
  generation.exec('UPDATE checkpoint SET code_version = 0');
  generation.close();
}

async function readAllTheTime(url: string, signal: AbortSignal): Promise<number> {
  let reads = 0;
  for (; !signal.aborted; reads += 1) expect(await produced(url)).toBe(UNITS);
  return reads;
}
