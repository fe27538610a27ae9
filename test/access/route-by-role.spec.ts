import { ROLE_NAMES, type Role } from '@plant-ledger/domain';
import { OPERATIONS } from '../../apps/api/src/docs/operations/index.js';
import { ask } from '../support/ask.js';
import { places, produced, newVin } from '../support/events.js';
import { ledgerWithKeys, type LedgerWithKeys } from './ledger-with-keys.js';

/**
 * Who may ask for what, as the design's table has it: written down a second time on purpose, so that a slip in the
 * roles or in a route's declaration shows.
 */
const EVERYBODY = ['none', ...ROLE_NAMES] as const;
const SIGNED_IN: readonly Role[] = ROLE_NAMES;
const READERS: readonly Role[] = ['viewer', 'planner', 'operator', 'controller', 'auditor'];
const TABLE: Readonly<Record<string, readonly (Role | 'none')[]>> = {
  'post /v1/events': ['source', 'planner', 'controller'],
  'options /v1/events': EVERYBODY,
  'get /v1/monthly-totals': READERS,
  'get /v1/daily-totals': READERS,
  'get /v1/stock': READERS,
  'get /v1/milestones': READERS,
  'get /v1/milestones/{id}': READERS,
  'get /v1/lines': READERS,
  'get /v1/downtime': READERS,
  'get /v1/network': READERS,
  'get /v1/months/{month}': READERS,
  'get /v1/changes': READERS,
  'get /v1/explain': READERS,
  'get /v1/units/{vin}': READERS,
  'get /v1/live': READERS,
  'get /v1/log': ['auditor'],
  'get /v1/sources': SIGNED_IN.filter((role) => role !== 'admin'),
  'get /v1/quarantine': ['source', 'operator', 'controller', 'auditor'],
  'get /v1/quarantine/groups': ['source', 'operator', 'controller', 'auditor'],
  'post /v1/quarantine/retry': ['operator'],
  'post /v1/quarantine/discard': ['operator'],
  'post /v1/quarantine/{id}/retry': ['operator'],
  'post /v1/quarantine/{id}/discard': ['operator'],
  'get /v1/status': SIGNED_IN,
  'get /metrics': ['monitor', 'auditor', 'admin'],
  'get /v1/access/me': EVERYBODY,
  'get /v1/access/rights': ['auditor', 'admin'],
  'post /v1/access/init': ['admin'],
  'post /v1/access/grants': ['admin'],
  'post /v1/access/revocations': ['admin'],
  'post /v1/access/keys': ['admin'],
  'post /v1/access/keys/{id}/revoke': ['admin'],
  'post /v1/session': EVERYBODY,
  'delete /v1/session': EVERYBODY,
  'get /livez': EVERYBODY,
  'get /readyz': EVERYBODY,
  'get /openapi.json': EVERYBODY,
  'get /asyncapi.json': EVERYBODY,
  'get /docs': EVERYBODY,
  'get /schemas/v1': EVERYBODY,
  'get /schemas/v1/{file}': EVERYBODY,
  'get /': EVERYBODY,
};

/** What is asked where a route needs more than its address; the answer may be any but a refusal of who asks. */
const PATHS: Readonly<Record<string, string>> = {
  '{id}': '00000000-0000-4000-8000-000000000000',
  '{vin}': 'LTESTA00000000001',
  '{month}': '2024-07',
  '{file}': 'UnitProduced.json',
};

let ledger: LedgerWithKeys;
const keys = new Map<Role | 'none', string | undefined>([['none', undefined]]);
beforeAll(async () => {
  ledger = await ledgerWithKeys();
  for (const role of ROLE_NAMES) {
    const scope = role === 'source' ? { sources: ['//bj-1.example/mes'], types: 'facts' as const } : undefined;
    keys.set(role, await ledger.keyOf(`user:${role}`, [role], scope));
  }
});
afterAll(() => ledger.service.close());

it('the table has every operation, and no other', () => {
  expect(Object.keys(TABLE).toSorted()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted());
});

describe.each(Object.entries(TABLE))('%s', (route, allowed) => {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replaceAll(/\{\w+\}/g, (name) => PATHS[name] ?? name);
  const methods = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];

  it.each(methods.flatMap((one) => EVERYBODY.map((who) => [one, who] as const)))('%s by %s', async (one, who) => {
    const { status, headers } = await asked(one, path, keys.get(who));
    if (!allowed.includes(who)) {
      expect(status).toBe(who === 'none' ? 401 : 403);
      if (who === 'none') expect(headers['www-authenticate']).toContain('Bearer');
    } else if (template === '/v1/session' && one === 'POST') {
      expect(status).toBe(400);
    } else {
      expect([401, 403, 500]).not.toContain(status);
    }
  });
});

/** A live stream is left once its answer begins. */
async function asked(method: string, path: string, key: string | undefined) {
  if (path !== '/v1/live' || method === 'HEAD')
    return ledger.ask(key, method, path, method === 'POST' ? {} : undefined);
  const leaving = new AbortController();
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const { status, headers: answered } = await fetch(ledger.service.url + path, { headers, signal: leaving.signal });
  leaving.abort();
  return { status, headers: Object.fromEntries(answered) };
}

it('the data of events that are followed live needs the permission to read the log', async () => {
  const refused = await ledger.ask(keys.get('viewer'), 'GET', '/v1/live?data=true');
  expect(refused.status).toBe(403);
  expect(refused.body).toContain('read the log');
});

it('what a role may report is what the table says of its events', async () => {
  const { service } = ledger;
  const of = (who: Role) => (event: object) =>
    ask(`${service.url}/v1/events?dryRun=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${keys.get(who) ?? ''}` },
      body: JSON.stringify(event),
    });
  const other = { source: '//headquarters.example/plans' };
  const [plant = produced(newVin())] = places();
  const closing = { ...produced(newVin()), ...other, type: 'MonthClosed', data: { month: '2024-06' } };
  const voiding = {
    ...produced(newVin()),
    ...other,
    type: 'UnitEventVoided',
    data: { vin: newVin(), voids: { source: other.source, id: 'x' }, reason: 'r' },
  };
  const allowed = async (who: Role, event: object) => (await of(who)(event)).status !== 403;
  expect(await allowed('source', produced(newVin()))).toBe(true);
  expect(await allowed('source', plant)).toBe(false);
  expect(await allowed('source', { ...closing, source: produced(newVin()).source })).toBe(false);
  expect(await allowed('planner', { ...plant, ...other })).toBe(true);
  expect(await allowed('planner', { ...produced(newVin()), ...other })).toBe(false);
  expect(await allowed('planner', closing)).toBe(false);
  expect(await allowed('controller', closing)).toBe(true);
  expect(await allowed('controller', voiding)).toBe(true);
  expect(await allowed('controller', { ...produced(newVin()), ...other })).toBe(false);
});
