import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ask, said } from '../support/ask.js';
import { runLedger, startLedger, startService, type Running } from '../support/run-ledger.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const running: Running[] = [];
afterEach(async () => {
  for (const demo of running.splice(0)) await demo.stop('SIGKILL');
});

const small = ['demo', '--port', '0', '--scale', '0.01'];

async function startDemo(args: readonly string[] = small) {
  const demo = startLedger(args, { cwd: folder.path });
  running.push(demo);
  const url = await demo.waitFor(/^Open (http:\S+)$/m);
  await demo.waitFor(/Ctrl-C ends it/);
  return { ...demo, url };
}

const curl = async (command: string) =>
  said({ status: 0, headers: {}, body: (await promisify(execFile)('sh', ['-c', command])).stdout });

describe('the demo', () => {
  it('is served at the port that PORT says, as the service is', async () => {
    const demo = startLedger(['demo', '--scale', '0.01'], { cwd: folder.path, env: { PORT: '0' } });
    running.push(demo);
    const url = await demo.waitFor(/^Open (http:\S+)$/m);
    expect(new URL(url).port).not.toBe('3000');
  });

  it('prints its figures and three commands that work as they are printed, and ends with Ctrl-C', async () => {
    const { output, stop, url } = await startDemo();
    expect(output.stdout).toMatch(
      /April to June 2024 +305\n.*July to the 28th +97, 97\.0 % of the month's target of 100\n/,
    );
    expect(output.stdout).toContain('"100,000 vehicles delivered": 402 of 1,000, 598 to go by 2024-12-31');
    expect(output.stdout).toMatch(
      /^ +Forecast \(P50\) +2024-11-\d\d \(75 % likely from 2024-10-\d\d to 202[45]-\d\d-\d\d\), \d\d days early; as planned 2024-1[01]-\d\d, without the capacity to come 2025-01-\d\d$/m,
    );
    expect(output.stdout).toContain('2024-07-29T12:00:00+08:00');
    const [send = '', totals = '', explain = '', ...more] = output.stdout
      .split('\n')
      .filter((line) => line.startsWith('curl'));
    expect(more).toEqual([]);

    const sent = await curl(send);
    expect(sent).toMatchObject({ result: 'accepted', position: expect.stringMatching(/^\d+$/) });
    await ask(`${url}/v1/stock?minPosition=${sent.position}`);
    expect(await curl(totals)).toMatchObject({
      rows: [{ month: '2024-07', plant: 'bj-1', produced: 103, delivered: 97 }],
    });
    const { value, transfers } = await curl(explain);
    expect(value).toBe(103);
    expect(transfers).toEqual([expect.objectContaining({ eventId: sent.eventId, amount: 1, month: '2024-07' })]);
    expect(await curl(send)).toMatchObject({ result: 'duplicate', eventId: sent.eventId });

    expect(await stop('SIGINT')).toBe(0);
    expect(output.stdout).toContain('Stopped.');
  });

  it('takes the vehicle that the README gives for it', async () => {
    const { url } = await startDemo();
    const [, command = ''] = /```bash\n(curl [^`]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
    expect(await curl(command.replace('http://127.0.0.1:3000', url))).toMatchObject({ result: 'accepted' });
  });

  it('loads once, keeps what was sent, and starts over when it is told to', async () => {
    const first = await startDemo();
    expect(first.output.stderr).toContain('Loading su7-2024');
    const { head } = said(await ask(`${first.url}/v1/status`));
    const [send = ''] = first.output.stdout.split('\n').filter((line) => line.startsWith('curl'));
    await curl(send);
    await first.stop();

    const second = await startDemo();
    expect(second.output.stderr).toBe('');
    expect(Number(said(await ask(`${second.url}/v1/status`)).head)).toBe(Number(head) + 1);
    const again = second.output.stdout.split('\n').filter((line) => line.startsWith('curl'));
    expect((await curl(again[2] ?? '')).transfers).toHaveLength(1);

    const beside = await runLedger([...small, '--fresh'], { cwd: folder.path });
    expect(beside).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('A demo is running on these files already.'),
    });
    await second.stop();

    const other = await runLedger(['demo', '--port', '0', '--scale', '0.02'], { cwd: folder.path });
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('--fresh') });
    const third = await startDemo([...small, '--fresh']);
    expect(said(await ask(`${third.url}/v1/status`)).head).toBe(head);
  });

  it('goes on loading where it was cut off', async () => {
    const cut = startLedger(small, { cwd: folder.path });
    while (!existsSync(path.join(folder.path, 'data/demo/log.db')))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await cut.stop('SIGKILL');
    const { output } = await startDemo();
    expect(output.stdout).toMatch(/April to June 2024 +305\n/);
  });

  it('says which port is in use, and to give it another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await runLedger(['demo', '--port', String(port)], { cwd: folder.path });
    other.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `Another program is using port ${port}: give the demo another one, such as --port ${port + 1}.\n`,
    );
    expect(existsSync(path.join(folder.path, 'data'))).toBe(false);
  });

  it('never deletes a ledger that is not its own', async () => {
    const own = await startService(folder.path);
    await own.stop();
    mkdirSync(path.join(folder.path, 'data', 'keep'));
    writeFileSync(path.join(folder.path, 'data', 'keep', 'me'), '');
    const { code, stderr } = await runLedger([...small, '--fresh', '--data', 'data'], { cwd: folder.path });
    expect(code).toBe(1);
    expect(stderr).toContain('--data');
    expect(existsSync(path.join(folder.path, 'data/log.db'))).toBe(true);
    expect(existsSync(path.join(folder.path, 'data/keep/me'))).toBe(true);
  });
});
