import { cpSync, openSync, readSync, statSync, writeSync, closeSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadLines, loadSetup } from '../../apps/simulator/src/index.js';
import { ask, said } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { runLedger } from '../support/run-ledger.js';
import { killProcesses, startProcess, storedIn } from '../support/service-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { randomOf } from '../fuzz/random.js';

const folder = temporaryFolder();
afterEach(killProcesses);

const SEEDS = [1, 2, 3, 4];
/** What each command may end with on damaged files: a code that its help names, never a defect. */
const KNOWN = new Set([0, 1, 5, 6, 7, 10, 11, 12, 13, 14, 15]);
const STACK = /\n\s+at \S+ \(|Error: .*\n\s+at /;

const log = () => path.join(folder.path, 'log.db');
const generation = () => path.join(folder.path, 'read-model', 'generation-1.db');

let whole: string;

/** A ledger with some vehicles, its service stopped; each test damages a copy of its files. */
beforeAll(async () => {
  whole = mkdtempSync(path.join(tmpdir(), 'plant-ledger-whole-'));
  const service = await startProcess(storedIn(whole));
  const lines = [
    ...loadSetup().map((event) => `${JSON.stringify(event)}\n`),
    ...loadLines({ units: 400, deliver: true }),
  ];
  const imported = await runLedger(['import', '-', '--server', service.url], { input: lines.join('') });
  expect(imported).toMatchObject({ code: 0 });
  await eventually(async () => said(await ask(`${service.url}/v1/status`)).caughtUp);
  expect(await service.terminate()).toBe(0);
}, 120_000);
afterAll(() => rmSync(whole, { recursive: true }));
beforeEach(() => cpSync(whole, folder.path, { recursive: true }));

/** Flips bytes of a file at places that a seed chooses, and a whole page of it. */
function damage(file: string, seed: number, flips = 200): void {
  const { below } = randomOf(seed);
  const { size } = statSync(file);
  const descriptor = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  for (let flip = 0; flip < flips; flip += 1) {
    // Not the first page: a file without it is not taken for a database at all, which is another sentence.
    const at = 4_096 + below(size - 4_096);
    readSync(descriptor, byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ (1 << below(8));
    writeSync(descriptor, byte, 0, 1, at);
  }
  closeSync(descriptor);
}

async function endsWell(...words: string[]) {
  const { code, stdout, stderr } = await runLedger(words, { cwd: folder.path, env: storedIn(folder.path) });
  const said = `${stdout}\n${stderr}`;
  expect({ words, code, known: KNOWN.has(code ?? -1), stack: STACK.test(said) ? said : '' }).toMatchObject({
    known: true,
    stack: '',
  });
  expect(said.trim()).not.toBe('');
  return { code, said };
}

describe.each(SEEDS)('bytes flipped in the read model, seed %d', (seed) => {
  it('are said by every command, and a rebuild needs nothing of them', async () => {
    damage(generation(), seed);
    expect((await endsWell('verify', '--quiet')).code).not.toBe(0);
    await endsWell('export', 'transfers');
    const { code } = await endsWell('rebuild', '--quiet', '--accept');
    expect(code).toBe(0);
    expect((await endsWell('verify', '--quiet')).said).toContain('All is well');
  }, 240_000);
});

describe.each(SEEDS)('bytes flipped in the log, seed %d', (seed) => {
  it('are said by every command', async () => {
    damage(log(), seed);
    const { code, said } = await endsWell('verify', '--quiet');
    expect([7, 10, 11]).toContain(code);
    expect(said).toMatch(/damaged|not as it was written|cannot be replayed|missing|altered/);
    await endsWell('replay', '--quiet');
    await endsWell('rebuild', '--quiet');
    await endsWell('backup', 'copy.db');
    await endsWell('export');
  }, 240_000);
});

describe('a running service', () => {
  it('makes a damaged read model again by itself, and shows none of it meanwhile', async () => {
    damage(generation(), 7, 2_000);
    const service = await startProcess({ ...storedIn(folder.path), LEDGER_CHECK_MINUTES: '1' });
    await eventually(async () => said(await ask(`${service.url}/v1/status`)).generation !== '1', 60_000);
    await eventually(async () => (await ask(`${service.url}/readyz`)).status === 200, 60_000);
    expect((await endsWell('verify', '--quiet')).said).toContain('All is well');
  }, 240_000);

  it('takes nothing into a log that is damaged, says so everywhere, and answers 503, never 500', async () => {
    cpSync(log(), `${log()}.good`);
    damage(log(), 8, 4_000);
    const service = await startProcess(storedIn(folder.path)).catch((error: unknown) => String(error));
    // Where the pages needed at the start are hit, it does not start, and says why in one sentence.
    if (typeof service === 'string') return expect(service).toMatch(/is damaged|not a database/);
    await eventually(async () => (await ask(`${service.url}/readyz`)).status === 503, 60_000);
    expect(said(await ask(`${service.url}/readyz`)).detail).toMatch(/damaged/);
    const [event] = loadLines({ units: 1, deliver: false });
    const answer = await ask(`${service.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: String(event),
    });
    expect(answer.status).toBe(503);
    expect(said(answer)).toMatchObject({ code: 'log-damaged' });
    expect((await ask(`${service.url}/metrics`)).body).toContain('ledger_files_damaged{files="log"} 1');
    return undefined;
  }, 240_000);
});
