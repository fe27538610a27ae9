import { ask, type Answer } from '../../../../../test/support/ask.js';
import { problemOf } from '../../../../../test/support/problem.js';
import { openRaw } from '../../../../../test/support/raw-connection.js';
import { startTestService, type TestService } from '../../../../../test/support/service.js';

const DISCARD = '/v1/quarantine/00000000-0000-5000-8000-000000000000/discard';

describe('a request from elsewhere', () => {
  let service: TestService;
  let named: TestService;
  let port: string;
  beforeAll(async () => {
    service = await startTestService();
    named = await startTestService({ configuration: { hosts: ['ledger.example', 'other.example:8443'] } });
    ({ port } = new URL(service.url));
  });
  afterAll(async () => {
    await service.close();
    await named.close();
  });

  const get = (host: string, { url } = service): Promise<Answer> => ask(`${url}/v1/status`, { headers: { host } });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', '10.0.0.1', '[2001:db8::1]', 'localhost.evil'])(
    'that names the host "%s" is answered 421, whatever it asks for',
    async (host) => {
      for (const path of ['/v1/status', '/', '/livez', '/nowhere', '/v1/log'])
        expect(problemOf(await ask(service.url + path, { headers: { host } }))).toMatchObject({
          status: 421,
          code: 'foreign-host',
        });
    },
  );

  it.each([
    ['http://evil.example/livez', 421],
    ['http://evil.example:80/v1/status', 421],
    ['HTTP://evil.example?x', 421],
    ['http://localhost@evil.example/livez', 421],
    ['http://localhost/livez', 200],
    ['http://ledger.localhost:3000/livez', 200],
  ])('is told by the host of its target, where that names one: %s', async (target, status) => {
    const { socket, received, closed } = await openRaw(service.url);
    socket.end(`GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
    await closed;
    expect(received()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (status === 421) expect(received()).toContain('"foreign-host"');
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]', '127.1.2.3', 'ledger.localhost'])(
    'is none when it names %s, with any port',
    async (host) => {
      expect((await get(host)).status).toBe(200);
      expect((await get(`${host}:${port}`)).status).toBe(200);
    },
  );

  it('is none when it names what LEDGER_HOSTS names, with the port where one is named', async () => {
    for (const host of ['ledger.example', 'Ledger.Example:3000', 'other.example:8443', 'localhost'])
      expect([host, (await get(host, named)).status]).toEqual([host, 200]);
    for (const host of ['other.example', 'other.example:80', 'evil.example'])
      expect([host, (await get(host, named)).status]).toEqual([host, 421]);
  });

  it.each([
    ['of another page', { origin: 'https://evil.example' }],
    ['of a page at another port', { origin: 'http://127.0.0.1:1' }],
    ['of a file or a sandbox', { origin: 'null' }],
    ['of no address at all', { origin: 'evil' }],
    ['of another site, by the browser', { 'sec-fetch-site': 'cross-site' }],
  ])('that changes something is refused 403 by the origin %s', async (_what, headers) => {
    for (const path of [DISCARD, '/v1/quarantine/retry', '/v1/events'])
      expect(problemOf(await ask(service.url + path, { method: 'POST', headers, body: '{}' }))).toMatchObject({
        status: 403,
        code: 'foreign-origin',
      });
    expect((await ask(`${service.url}/v1/status`, { headers })).status).toBe(200);
  });

  it('is none from the page itself, nor from one that LEDGER_HOSTS names', async () => {
    const from = async (origin: string, host: string, { url } = service) =>
      (await ask(url + DISCARD, { method: 'POST', headers: { origin, host }, body: '{}' })).status;
    expect(await from(`http://127.0.0.1:${port}`, `127.0.0.1:${port}`)).not.toBe(403);
    expect(await from('https://ledger.example', 'ledger.example', named)).not.toBe(403);
    expect(await from('https://other.example:8443', 'localhost', named)).not.toBe(403);
    expect(await from('https://other.example', 'localhost', named)).toBe(403);
  });
});

describe('every answer', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service.close());

  it.each(['/v1/status', '/v1/log', '/v1/events', '/nowhere', '/%zz', '/', '/docs', '/metrics', '/openapi.json'])(
    '%s says that no other site may guess its type, frame it or embed it',
    async (path) => {
      const { headers } = await ask(service.url + path);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    },
  );
});
