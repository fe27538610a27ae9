import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, type Answer } from '../support/ask.js';
import { NOW } from '../support/events.js';
import { startTestService } from '../support/service.js';
import { ledgerWithKeys, type LedgerWithKeys } from './ledger-with-keys.js';

let ledger: LedgerWithKeys;
let operator = '';
beforeAll(async () => {
  ledger = await ledgerWithKeys({ clock: NOW });
  operator = await ledger.keyOf('user:operator', ['operator']);
});
afterAll(() => ledger.service.close());

const request = (method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> =>
  ask(ledger.service.url + path, { method, headers, body });
const signIn = (credential: string): Promise<Answer> =>
  request('POST', '/v1/session', { 'content-type': 'application/json' }, JSON.stringify({ credential }));
const cookieOf = ({ headers }: Answer): string => (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
const SAME = { 'sec-fetch-site': 'same-origin' };
const retry = (cookie: string, headers: Record<string, string>) =>
  request('POST', '/v1/quarantine/retry', { cookie, 'content-type': 'application/json', ...headers }, '{}');

describe('a session of the page', () => {
  it('is a sealed cookie that scripts cannot read, for this address only', async () => {
    const answer = await signIn(operator);
    expect(answer.status).toBe(204);
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^ledger=[\w.-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(operator);
    const me = JSON.parse((await request('GET', '/v1/access/me', { cookie: cookieOf(answer) })).body);
    expect(me).toMatchObject({ open: false, principal: 'user:operator', roles: ['operator'] });
    expect((await request('GET', '/v1/stock', { cookie: cookieOf(answer) })).status).toBe(200);
  });

  it('over another name than this machine’s own is a __Host- cookie, which browsers keep over TLS only', async () => {
    const elsewhere = await ledgerWithKeys({ configuration: { hosts: ['ledger.example'] } });
    const { headers } = await ask(`${elsewhere.service.url}/v1/session`, {
      method: 'POST',
      headers: { host: 'ledger.example', 'content-type': 'application/json' },
      body: JSON.stringify({ credential: elsewhere.admin }),
    });
    expect(headers['set-cookie']?.[0]).toMatch(/^__Host-ledger=.*; HttpOnly; Secure; SameSite=Strict$/);
    const sealed = (headers['set-cookie']?.[0] ?? '').split(';')[0]?.slice('__Host-ledger='.length) ?? '';
    const asked = async (cookie: string) =>
      (await ask(`${elsewhere.service.url}/v1/status`, { headers: { host: 'ledger.example', cookie } })).status;
    expect(await asked(`__Host-ledger=${sealed}`)).toBe(200);
    // Planted from a neighbouring name, which cannot set the prefix.
    expect(await asked(`ledger=${sealed}`)).toBe(401);
    await elsewhere.service.close();
  });

  it('changes something only from the page itself', async () => {
    const cookie = cookieOf(await signIn(operator));
    expect((await retry(cookie, SAME)).status).toBe(200);
    for (const site of ['cross-site', 'same-site', 'none', undefined]) {
      const { status } = await retry(cookie, site === undefined ? {} : { 'sec-fetch-site': site });
      expect(status).toBe(403);
    }
    const foreign = await retry(cookie, { ...SAME, origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
  });

  it('ends with the key that it was made with', async () => {
    const key = await ledger.keyOf('user:leaving', ['viewer']);
    const cookie = cookieOf(await signIn(key));
    expect((await request('GET', '/v1/stock', { cookie })).status).toBe(200);
    await ledger.ask(ledger.admin, 'POST', `/v1/access/keys/${key.split('_')[1] ?? ''}/revoke`, { reason: 'r' });
    expect((await request('GET', '/v1/stock', { cookie })).status).toBe(401);
  });

  it('that was signed out is over for a copy of the cookie, too', async () => {
    const cookie = cookieOf(await signIn(operator));
    const out = await request('DELETE', '/v1/session', { cookie, ...SAME });
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']?.[0]).toContain('ledger=; ');
    const copied = await request('GET', '/v1/stock', { cookie });
    expect([copied.status, JSON.parse(copied.body).code]).toEqual([401, 'expired']);
  });

  it('that was signed out is over after a restart, too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-sessions-'));
    const first = await ledgerWithKeys({ ledger: folder });
    const signed = await first.ask(undefined, 'POST', '/v1/session', { credential: first.admin });
    const cookie = cookieOf(signed);
    const status = async (url: string) => (await ask(`${url}/v1/status`, { headers: { cookie } })).status;
    expect(await status(first.service.url)).toBe(200);
    await ask(`${first.service.url}/v1/session`, { method: 'DELETE', headers: { cookie, ...SAME } });
    await first.service.close();
    const again = await startTestService({ ledger: folder });
    expect(await status(again.url)).toBe(401);
    await again.close();
    await rm(folder, { recursive: true });
  });

  it('cannot be ended by another site', async () => {
    const cookie = cookieOf(await signIn(operator));
    expect((await request('DELETE', '/v1/session', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await request('GET', '/v1/stock', { cookie })).status).toBe(200);
  });

  it('that was made up, or altered, is none', async () => {
    const cookie = cookieOf(await signIn(operator));
    const altered = cookie.slice(0, -2) + (cookie.endsWith('A') ? 'BB' : 'AA');
    for (const made of [
      altered,
      'ledger=',
      'ledger=a.b.c.d.e',
      `ledger=${'x'.repeat(4_000)}`,
      '__Host-ledger=1; ledger=2',
    ])
      expect((await request('GET', '/v1/stock', { cookie: made })).status).toBe(401);
    // What is open to all stays so.
    expect((await request('GET', '/docs', { cookie: altered })).status).toBe(200);
  });
});

it('behind a proxy that is trusted, only the address that tries keys is slowed down', async () => {
  const proxied = await ledgerWithKeys({ configuration: { trustedProxies: ['127.0.0.1'] } });
  const wrong = `Bearer plk_00000000_${'0'.repeat(52)}286k384`;
  const from = async (address: string) =>
    (
      await ask(`${proxied.service.url}/v1/stock`, {
        headers: { authorization: wrong, 'x-forwarded-for': address },
      })
    ).status;
  for (let attempt = 0; attempt < 10; attempt += 1) expect(await from('192.0.2.1')).toBe(401);
  expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([429, 401]);
  await proxied.service.close();
});

it('who tries keys is slowed down, and told when to come again; the right key works all the time', async () => {
  const guessed = await ledgerWithKeys();
  const wrong = `plk_00000000_${'0'.repeat(52)}286k384`;
  const answers: number[] = [];
  for (let attempt = 0; attempt < 14; attempt += 1) answers.push((await guessed.ask(wrong, 'GET', '/v1/stock')).status);
  expect(answers).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
  const slowed = await guessed.ask(undefined, 'POST', '/v1/session', { credential: wrong });
  expect(slowed.status).toBe(429);
  expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0);
  expect((await guessed.ask(guessed.admin, 'GET', '/v1/status')).status).toBe(200);
  await guessed.service.close();
});
