import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { IntakeGuard } from '../../apps/api/src/platform/files/intake-guard.js';
import { loadLines, loadSetup } from '../../apps/simulator/src/index.js';
import { ask, said, type Answer } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { killProcesses, startProcess, storedIn } from '../support/service-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';

afterEach(async () => {
  await killProcesses();
  if (existsSync(disk())) execFileSync('umount', [disk()], { stdio: 'ignore' });
});

// Behind the hook that takes the disk away: hooks run in their order.
const folder = temporaryFolder();
const disk = () => path.join(folder.path, 'disk');

/** A file system of its own of so many megabytes; false where this user may not make one. */
function mounted(megabytes: number): boolean {
  try {
    execFileSync('mkdir', [disk()]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk()], { stdio: 'ignore' });
    return true;
  } catch {
    rmSync(disk(), { recursive: true, force: true });
    process.stderr.write('No file system can be mounted here: what a full disk does was not tried, only its guard.\n');
    return false;
  }
}

/** Fills the disk until so many bytes are left. */
function fill(left: number): void {
  const file = openSync(path.join(disk(), 'fill'), 'a');
  try {
    for (const page = Buffer.alloc(4_096); statfsSync(disk()).bavail * 4_096 > left;) writeSync(file, page);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
}

const lines = (units: number) => [...loadLines({ units, deliver: true })].join('');
const setUp = () =>
  loadSetup()
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');

function send(url: string, body: string): Promise<Answer> {
  return ask(`${url}/v1/events`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body });
}

const MEGABYTE = 1_000_000;

it('with less room than is kept free nothing is taken in, and reading goes on', () => {
  let free: number | undefined = 101 * MEGABYTE;
  const guard = new IntakeGuard({ free: () => free }, 100 * MEGABYTE);
  expect(guard.refusal()).toBeUndefined();
  free = 99 * MEGABYTE;
  expect(guard.refusal()?.message).toContain('has 99 MB left, and 100 MB are kept free (LEDGER_DISK_RESERVE)');
  free = 100 * MEGABYTE;
  expect(guard.refusal()).toBeUndefined();
  free = undefined;
  expect(guard.refusal()).toBeUndefined();
});

it('a disk that is nearly full stops intake before it is full, and a start on a full one serves what there is', async () => {
  if (!mounted(64)) return;
  const environment = { ...storedIn(disk()), LEDGER_DISK_RESERVE: '10' };
  const first = await startProcess(environment);
  expect((await send(first.url, setUp() + lines(200))).status).toBe(200);
  await eventually(async () => said(await ask(`${first.url}/v1/status`)).caughtUp);
  const stock = said(await ask(`${first.url}/v1/stock`));

  fill(8 * MEGABYTE);
  const refused = () => send(first.url, lines(300));
  await eventually(async () => (await ask(`${first.url}/metrics`)).body.includes('ledger_intake_stopped 1'));
  const answer = await refused();
  expect([said(answer).code, answer.headers['retry-after']]).toEqual(['disk-nearly-full', '30']);
  expect(said(await ask(`${first.url}/v1/stock`))).toEqual(stock);
  expect((await ask(`${first.url}/readyz`)).status).toBe(200);
  const { body } = await ask(`${first.url}/metrics`);
  expect(body).toContain('ledger_disk_reserve_bytes 10000000');
  expect(Number(/ledger_disk_free_bytes (\d+)/.exec(body)?.[1])).toBeLessThan(10 * MEGABYTE);
  expect(said(await ask(`${first.url}/v1/status`)).intakeStopped).toContain('10 MB are kept free');
  rmSync(path.join(disk(), 'fill'));
  await eventually(async () => (await send(first.url, lines(300))).status === 200);
  await eventually(async () => said(await ask(`${first.url}/v1/status`)).caughtUp);
  const more = said(await ask(`${first.url}/v1/stock`));

  let running = first;
  for (const end of ['kill', 'terminate'] as const) {
    await running[end]();
    fill(0);
    running = await startProcess(environment);
    expect(said(await ask(`${running.url}/v1/stock`))).toEqual(more);
    expect((await send(running.url, lines(400))).status).toBe(503);
    rmSync(path.join(disk(), 'fill'));
  }
  await running.kill();
}, 240_000);
