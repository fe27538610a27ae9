import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { ask, linesOf, said } from '../support/ask.js';
import { event, MES } from '../support/events.js';
import { runLedger, startService } from '../support/run-ledger.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const KEY = /^plk_[0-9a-z]{8}_[0-9a-z]{59}$/m;

const keyIn = (stdout: string): string => KEY.exec(stdout)?.[0] ?? '';
const status = async (url: string, key?: string) =>
  (await ask(`${url}/v1/status`, { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } })).status;

/** A port where nothing listens. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

it('from nothing to a machine that reports: init, grant, key, import, list', async () => {
  const { url, stop } = await startService(folder.path);
  expect(await status(url)).toBe(200);

  const made = await runLedger(['access', 'init', '--server', url]);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const admin = keyIn(made.stdout);
  expect(made.stdout).toContain('ledger access grant source:mes-bj1');
  expect(await status(url)).toBe(401);
  expect(await status(url, admin)).toBe(200);

  const keyFile = path.join(folder.path, 'admin.key');
  await writeFile(keyFile, `${admin}\n`);
  const asAdmin = ['--server', url, '--key-file', keyFile];
  const scope = ['--sources', MES, '--plants', 'bj-1'];
  const granted = await runLedger(['access', 'grant', 'source:mes-bj1', 'source', ...scope, ...asAdmin]);
  expect(granted).toMatchObject({ code: 0, stdout: 'source:mes-bj1 has the role source now.\n' });
  const issued = await runLedger(['access', 'key', 'source:mes-bj1', ...asAdmin]);
  const mes = keyIn(issued.stdout);

  const line = `${JSON.stringify(event('UnitProduced', { vin: 'LTESTA00000000001', model: 'SU7', plant: 'bj-1', line: 'L1' }))}\n`;
  const refused = await runLedger(['import', '-', '--server', url], { input: line });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('API key');
  const taken = await runLedger(['import', '-', '--server', url], { input: line, env: { LEDGER_KEY: mes } });
  expect(taken.code).toBe(0);

  const listed = await runLedger(['access', 'list', ...asAdmin]);
  expect(listed.stdout).toMatch(/source:mes-bj1 +source +facts of bj-1 as \/\/bj-1\.example\/mes/);
  expect(listed.stdout).not.toContain(mes);

  const id = mes.split('_')[1] ?? '';
  const revoked = await runLedger(['access', 'revoke-key', id, '--reason', 'found in a mail', ...asAdmin]);
  expect(revoked.code).toBe(0);
  expect(await status(url, mes)).toBe(401);
  expect((await runLedger(['status', '--server', url], { env: { LEDGER_KEY: mes } })).stderr).toContain('revoked');
  await stop();
});

it('the first admin is made at the files where nothing runs, and another one once the keys are lost', async () => {
  const log = 'sqlite:./kept/log.db';
  const at = { cwd: folder.path, env: { LEDGER_EVENT_STORE: log, PORT: await closedPort() } };
  const nothingThere = await runLedger(['access', 'init', '--recover'], at);
  expect(nothingThere).toMatchObject({ code: 1, stdout: '' });
  expect(nothingThere.stderr).toContain(log);
  const first = await runLedger(['access', 'init'], at);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/in a new log, sqlite:\S*kept\/log\.db/);
  expect(existsSync(path.join(folder.path, 'data'))).toBe(false);
  const again = await runLedger(['access', 'init'], at);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('--recover');
  const recovered = await runLedger(['access', 'init', '--recover', '--principal', 'user:chief'], at);
  expect(recovered.stdout).toMatch(/in the log, sqlite:\S*kept\/log\.db/);
  const { url, stop } = await startService(folder.path, { LEDGER_EVENT_STORE: log });
  for (const { stdout } of [first, recovered]) expect(await status(url, keyIn(stdout))).toBe(200);
  const authorization = `Bearer ${keyIn(recovered.stdout)}`;
  const { grants } = said(await ask(`${url}/v1/access/rights`, { headers: { authorization } }));
  expect(grants.map(({ principal, by }: { principal: string; by: string }) => [principal, by])).toEqual([
    ['user:admin', 'cli'],
    ['user:chief', 'cli'],
  ]);
  await stop();
  const exported = await runLedger(['export', 'events'], at);
  expect(linesOf({ body: exported.stdout } as never)).toHaveLength(5);
  expect(exported.stdout).not.toContain('plk_');
});

it('makes no log where a ledger was named, or could not be asked for another reason than that nothing listens', async () => {
  const silent = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const closed = await closedPort();
  for (const [options, env] of [
    [['--server', `http://127.0.0.1:${closed}`], {}],
    [['--server', 'http://127.0.0.1:1'], {}],
    [[], { PORT: String(port) }],
    [[], { PORT: closed, LEDGER_KEY: 'two\nlines' }],
    [['--recover', '--server', `http://127.0.0.1:${closed}`], {}],
  ] as const) {
    const ended = await runLedger(['access', 'init', ...options], { cwd: folder.path, env });
    expect(ended.code).not.toBe(0);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(/^[A-Z-].*[.]\n$/i);
    expect(existsSync(path.join(folder.path, 'data'))).toBe(false);
  }
  silent.close();
});

it('says which field is wrong, and where the roles are explained', async () => {
  const { url, stop } = await startService(folder.path);
  const grant = ['access', 'grant', 'source:mes-bj1', '--server', url];
  const scope = ['source', '--sources', MES, '--types', 'UnitProducd'];
  expect((await runLedger([...grant, ...scope])).stderr).toMatch(/answered 400: .*\/scope\/types\/0: .+\.\n$/);
  expect((await runLedger([...grant, 'chief'])).stderr).toMatch(/answered 400: .*\/roles\/0: .+\.\n$/);
  expect((await runLedger([...grant, 'viewer', '--until', 'soon'])).stderr).toMatch(/answered 400: .*\/until: .+\.\n$/);
  await stop();
  expect((await runLedger(['access', '--help'])).stdout).toContain('docs/access.md');
});

it('never repeats a key', async () => {
  const { stdout } = await runLedger(['access', 'new-key']);
  const key = keyIn(stdout);
  const PORT = await closedPort();
  for (const [args, env] of [
    [['access', 'list'], { LEDGER_KEY: `The key:\n${key}` }],
    [['import', '-', '--server', `http://127.0.0.1:${PORT}`], { LEDGER_KEY: `The key:\n${key}` }],
    [['access', 'list', '--key-file', key], {}],
    [['access', 'revoke-key', key, '--reason', 'shown'], {}],
  ] as const) {
    const ended = await runLedger(args, { cwd: folder.path, input: '{}\n', env: { PORT, ...env } });
    expect(ended.code).toBe(1);
    expect(ended.stdout + ended.stderr).not.toContain(key.slice(-20));
  }
});

it('a machine without people gets its first admin from a file', async () => {
  const made = await runLedger(['access', 'new-key']);
  const file = path.join(folder.path, 'first.key');
  await writeFile(file, made.stdout);
  const { url, stop } = await startService(folder.path, { LEDGER_ADMIN_KEY_FILE: file });
  expect(await status(url)).toBe(401);
  expect(await status(url, keyIn(made.stdout))).toBe(200);
  await stop();
  const again = await startService(folder.path, { LEDGER_ADMIN_KEY_FILE: file });
  const authorization = `Bearer ${keyIn(made.stdout)}`;
  const { keys } = said(await ask(`${again.url}/v1/access/rights`, { headers: { authorization } }));
  expect(keys).toHaveLength(1);
  await again.stop();
});

it('another address than this machine’s own is refused until somebody has a key, and taken after that', async () => {
  const env = { HOST: '0.0.0.0', PORT: '0' };
  const refused = await runLedger(['serve'], { cwd: folder.path, env });
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toContain('ledger access init');
  await runLedger(['access', 'init'], { cwd: folder.path, env: { PORT: await closedPort() } });
  const { url, stop } = await startService(folder.path, env);
  const here = url.replace('0.0.0.0', '127.0.0.1');
  expect(await status(here)).toBe(401);
  await stop();
});
