import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { ask, said } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { startService } from '../../apps/api/src/service.js';
import { configuredIn } from '../support/configured.js';
import { startTestService } from '../support/service.js';
import { ledgerWithKeys } from './ledger-with-keys.js';

describe('a ledger that is open to all', () => {
  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-proto'])('is not published by a proxy (%s)', async (header) => {
    const service = await startTestService();
    const headers = { [header]: header === 'forwarded' ? 'for=192.0.2.1' : '192.0.2.1' };
    const passedOn = await ask(`${service.url}/v1/stock`, { headers });
    expect([passedOn.status, said(passedOn).code]).toEqual([403, 'proxied-without-keys']);
    expect(passedOn.body).toContain('ledger access init');
    await service.close();
  });

  it('is, by one whose address was named', async () => {
    const service = await startTestService({ configuration: { hosts: ['ledger.example'] } });
    const headers = { host: 'ledger.example', 'x-forwarded-for': '192.0.2.1' };
    expect((await ask(`${service.url}/v1/stock`, { headers })).status).toBe(200);
    await service.close();
  });
});

it('whoever follows the ledger live is cut off once they may not any more', async () => {
  const ledger = await ledgerWithKeys();
  const viewer = await ledger.keyOf('user:viewer', ['viewer']);
  const other = await ledger.keyOf('user:other', ['viewer']);
  const [leaving, staying] = await Promise.all([follow(viewer), follow(other)]);
  await ledger.ask(ledger.admin, 'POST', '/v1/access/revocations', { principal: 'user:viewer', reason: 'left' });
  await leaving.ended;
  expect(staying.isOpen()).toBe(true);
  staying.leave();
  await ledger.service.close();

  async function follow(key: string) {
    const leave = new AbortController();
    const headers = { authorization: `Bearer ${key}` };
    const { body, status } = await fetch(`${ledger.service.url}/v1/live`, { headers, signal: leave.signal });
    expect(status).toBe(200);
    let isOpen = true;
    const reader = body?.getReader();
    const ended = (async () => {
      for (;;) if ((await reader?.read())?.done !== false) return;
    })()
      .catch(() => undefined)
      .finally(() => (isOpen = false));
    return { ended, isOpen: () => isOpen, leave: () => leave.abort() };
  }
});

it('when keys expire, and who was refused for what, is measured, without a secret', async () => {
  const ledger = await ledgerWithKeys();
  const monitor = await ledger.keyOf('user:prometheus', ['monitor']);
  await ledger.ask(undefined, 'GET', '/v1/stock');
  await ledger.ask(monitor, 'GET', '/v1/stock');
  const { body } = await ledger.ask(monitor, 'GET', '/metrics');
  expect(body).toMatch(/^ledger_access_open 0$/m);
  expect(body).toMatch(/^ledger_access_refused_total\{code="no-credentials"\} 1$/m);
  expect(body).toMatch(/^ledger_access_refused_total\{code="not-allowed"\} 1$/m);
  expect(body).toMatch(/^ledger_access_key_expires_timestamp_seconds\{key="\w{8}",principal="user:prometheus"\} \d/m);
  expect(body).not.toContain('plk_');
  await ledger.service.close();
});

it('who asks for too much is told when to come again, and the others are answered', async () => {
  const quotas = { requestsPerMinute: 20, bytesPerMinute: 1_000_000 };
  const ledger = await ledgerWithKeys({ configuration: { quotas } });
  const wild = await ledger.keyOf('user:wild', ['viewer']);
  const answers: number[] = [];
  for (let asked = 0; asked < 22; asked += 1) answers.push((await ledger.ask(wild, 'GET', '/v1/stock')).status);
  expect(answers).toEqual([...Array<number>(20).fill(200), 429, 429]);
  const refused = await ledger.ask(wild, 'GET', '/v1/stock');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await ledger.ask(ledger.admin, 'GET', '/v1/status')).status).toBe(200);
  await ledger.service.close();
});

it('who sends too many bytes is told the same, after what was on its way', async () => {
  const quotas = { requestsPerMinute: 1_000, bytesPerMinute: 100_000 };
  const ledger = await ledgerWithKeys({ configuration: { quotas } });
  const key = await ledger.keyOf('source:mes', ['source'], { sources: ['//a'] });
  const lines = `${'x'.repeat(1_000)}\n`.repeat(200);
  const send = () => ledger.ask(key, 'POST', '/v1/events', lines, 'application/x-ndjson');
  expect((await send()).status).toBe(200);
  expect((await send()).status).toBe(429);
  await ledger.service.close();
});

describe('with TLS of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plant-ledger-tls-'));
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const make = (name: string, to: { cert: string; key: string }) =>
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
        ...['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', to.key, '-out', to.cert],
      ],
      { stdio: 'ignore' },
    );
  beforeAll(() => make('first', { cert: certificate, key }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('answers over https, with a secure cookie, and takes a new certificate over', async () => {
    jest.useFakeTimers({
      doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'],
    });
    const ledger = await serve();
    const first = await asked(ledger.url, '/v1/access/me');
    expect([first.status, first.name]).toEqual([200, 'first']);
    make('second', { cert: join(folder, 'cert2.pem'), key: join(folder, 'key2.pem') });
    copyFileSync(join(folder, 'key2.pem'), key);
    copyFileSync(join(folder, 'cert2.pem'), certificate);
    utimesSync(certificate, new Date(), new Date(Date.now() + 5_000));
    jest.advanceTimersByTime(10_000);
    await eventually(async () => (await asked(ledger.url, '/v1/access/me')).name === 'second');
    jest.useRealTimers();
    await ledger.close();
  });

  const serve = () => startService(configuredIn(folder, { tls: { certificate, key } }), false);

  function asked(url: string, path: string): Promise<{ status: number | undefined; name: unknown }> {
    return new Promise((resolve, reject) => {
      const sent = request(`${url}${path}`, { rejectUnauthorized: false, agent: false }, (response) => {
        const { subject } = (response.socket as TLSSocket).getPeerCertificate();
        response.resume().on('end', () => resolve({ status: response.statusCode, name: subject.CN }));
      });
      sent.on('error', reject).end();
    });
  }
});
