import { writeFile } from 'node:fs/promises';
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
  const at = { cwd: folder.path };
  const first = await runLedger(['access', 'init', '--server', 'http://127.0.0.1:1'], at);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const again = await runLedger(['access', 'init', '--server', 'http://127.0.0.1:1'], at);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('--recover');
  const recovered = await runLedger(['access', 'init', '--recover', '--principal', 'user:chief'], at);
  const { url, stop } = await startService(folder.path);
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
  await runLedger(['access', 'init', '--server', 'http://127.0.0.1:1'], { cwd: folder.path });
  const { url, stop } = await startService(folder.path, env);
  const here = url.replace('0.0.0.0', '127.0.0.1');
  expect(await status(here)).toBe(401);
  await stop();
});
