import { randomBytes } from 'node:crypto';
import { Agent, type OutgoingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { ask } from '../support/ask.js';
import { ledgerWithKeys, type LedgerWithKeys } from './ledger-with-keys.js';

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
let ledger: LedgerWithKeys;
beforeAll(async () => {
  ledger = await ledgerWithKeys();
});
afterAll(async () => {
  agent.destroy();
  await ledger.service.close();
});

const asked = async (headers: OutgoingHttpHeaders, path = '/v1/status') =>
  (await ask(ledger.service.url + path, { headers, agent })).status;

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const digits = (count: number) =>
  fc.array(fc.constantFrom(...Array.from(DIGITS)), { minLength: count, maxLength: count }).map((each) => each.join(''));
const printable = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });

it('whatever is sent as credentials is refused as such: never a fault of the service, never let in', async () => {
  const credentials = fc.oneof(
    fc.tuple(digits(8), digits(59)).map(([id, rest]) => `Bearer plk_${id}_${rest}`),
    printable.map((text) => `Bearer ${text}`),
    printable,
    fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => `Bearer ${parts.join('.')}`),
    fc.constantFrom('Basic YWRtaW46YWRtaW4=', 'Bearer', 'Bearer ', 'bearer null', `Bearer ${'x'.repeat(8_000)}`),
  );
  await fc.assert(
    fc.asyncProperty(credentials, printable, async (authorization, cookie) => {
      expect([401, 429]).toContain(await asked({ authorization }));
      expect([401, 429]).toContain(await asked({ cookie: `ledger=${cookie}` }));
    }),
    { numRuns: 300 },
  );
});

it('many of them at a time do not keep who has a key from being answered', async () => {
  const { admin } = ledger;
  for (let round = 0; round < 100; round += 1) {
    const guesses = Array.from({ length: 50 }, () =>
      asked({ authorization: `Bearer ${randomBytes(32).toString('hex')}` }),
    );
    const [known, ...guessed] = await Promise.all([asked({ authorization: `Bearer ${admin}` }), ...guesses]);
    expect(known).toBe(200);
    expect(guessed.every((status) => status === 401 || status === 429)).toBe(true);
  }
});

it('a secret is in no answer, no metric, no status and no event', async () => {
  const key = await ledger.keyOf('user:secretive', ['auditor', 'monitor']);
  const secret = key.slice(13);
  for (const path of ['/v1/access/me', '/v1/access/rights', '/v1/status', '/metrics', '/v1/log', '/v1/sources']) {
    const { body } = await ledger.ask(key, 'GET', path);
    expect([path, body.includes(secret)]).toEqual([path, false]);
  }
  const refused = await ledger.ask(`${key.slice(0, -1)}x`, 'GET', '/v1/status');
  expect(refused.body).not.toContain(secret.slice(0, 20));
});
