import type { z } from 'zod';
import { ledgerWithKeys, type LedgerWithKeys } from '../../../../../test/access/ledger-with-keys.js';
import { said } from '../../../../../test/support/ask.js';
import { eventually } from '../../../../../test/support/eventually.js';
import { MES, newVin, places, produced } from '../../../../../test/support/events.js';
import { startTestService, type TestService } from '../../../../../test/support/service.js';
import { askedAt, threePlants } from '../../../../../test/scenarios/three-plants.js';
import { answerSchema } from '../../describing/json-schema.js';
import { OPERATIONS } from '../operations/index.js';
import { busyPlant, lateNews } from './busy-plant.fixture.js';
import { fieldsNamed, fieldsSeen } from './seen.fixture.js';

/** What is asked of each operation, beside nothing at all. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  monthlyTotals: [
    '?groupBy=plant,model',
    '?groupBy=plant&asOf=500',
    '?plant=fc-1',
    '?groupBy=plant&from=2024-10&to=2024-10',
  ],
  dailyTotals: ['?groupBy=plant,model', '?from=2024-11-01'],
  stock: ['?groupBy=plant,model', '?asOf=500'],
  milestone: ['/fc-goal', '/fc-first'],
  lines: ['?at=2024-10-10T00:10:00Z'],
  downtime: ['?groupBy=month,plant,line,reason', '?groupBy=reason&asOf=900'],
  explain: [
    '?figure=netDelivered&limit=20&since=500',
    '?figure=downtime&since=500',
    '?figure=downtime',
    '?figure=cities&since=5',
    '?milestone=fc-goal',
    '?figure=hold&limit=5',
  ],
  changes: ['?since=500&limit=1000', '?since=1&limit=1000', '?since=2&limit=2'],
  unit: ['/FC000000000000001', '/FC000000000008888'],
  month: ['/2024-10', '/2024-11'],
  sources: ['?limit=1', '?limit=1000'],
  quarantine: ['?limit=1000', '?limit=1'],
};
/** Paths that mean nothing without being asked for something. */
const NOTHING = new Set(['milestone', 'explain', 'changes', 'unit', 'month']);

/** Fields that only a service in trouble has. */
const RARE = new Set([
  'status.withheld',
  'status.rebuilding',
  'status.stopped',
  'status.failure',
  'status.intakeStopped',
  'status.insecure',
  'explain.sites[].name',
]);
/** Fields that only a ledger with keys has. */
const WITH_KEYS = ['unit.history[].by', 'quarantine.entries[].event.by', 'me.scopes', 'rights.grants', 'rights.keys'];

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ clock: askedAt });
  const events = [...threePlants(7).inputs.map(({ event }) => ({ ...event })), ...busyPlant()];
  for (let sent = 0; sent < events.length; sent += 1_000)
    expect((await service.send.batch(events.slice(sent, sent + 1_000))).status).toBe(200);
  for (const event of lateNews()) {
    const answer = await service.send.structured(event);
    expect([answer.status, answer.status === 201 ? '' : answer.body]).toEqual([201, '']);
  }
  await service.read('/v1/network');
}, 120_000);
afterAll(() => service.close());

const READING = OPERATIONS.flatMap(({ id, method, path, answers }): [string, string, z.ZodType][] => {
  const body = answers[200]?.content?.['application/json'];
  return method === 'get' && body && 'name' in body ? [[id, path, body.schema]] : [];
});

describe('over a ledger with everything in it, the answer of', () => {
  it.each(READING)('%s is what its schema says, field by field', async (id, path, schema) => {
    const seen = new Set<string>();
    for (const asked of [...(NOTHING.has(id) ? [] : ['']), ...(ASKED[id] ?? [])]) {
      const answer = await service.get(path.replace(/\/\{\w+\}/, '') + asked);
      expect([asked, answer.status, answer.status === 200 ? '' : answer.body]).toEqual([asked, 200, '']);
      const value: unknown = JSON.parse(answer.body);
      expect([asked, schema.safeParse(value).error?.issues ?? []]).toEqual([asked, []]);
      for (const field of fieldsSeen(value)) seen.add(field);
    }
    const missing = fieldsNamed(answerSchema(schema)).filter((field) => !seen.has(field));
    const elsewhere = [...RARE, ...WITH_KEYS];
    expect(missing.filter((field) => !elsewhere.some((rare) => `${id}${field}`.startsWith(rare)))).toEqual([]);
  });
});

describe('over a ledger with keys', () => {
  let ledger: LedgerWithKeys;
  const vin = newVin();
  let mes = '';
  beforeAll(async () => {
    ledger = await ledgerWithKeys();
    mes = await ledger.keyOf('source:mes', ['source'], { sources: [MES] });
    const revoked = await ledger.keyOf('user:gone', ['viewer']);
    const id = revoked.split('_')[1] ?? '';
    await ledger.ask(ledger.admin, 'POST', `/v1/access/keys/${id}/revoke`, { reason: 'r' });
    const planner = await ledger.keyOf('user:planner', ['planner']);
    const planned = places().map((place) => ({ ...place, source: '//headquarters.example' }));
    await ledger.ask(planner, 'POST', '/v1/events', planned, 'application/cloudevents-batch+json');
    const events = [produced(vin), produced('none')];
    await ledger.ask(mes, 'POST', '/v1/events', events, 'application/cloudevents-batch+json');
    await eventually(async () => said(await ledger.ask(mes, 'GET', '/v1/status')).caughtUp);
  });
  afterAll(() => ledger.service.close());

  it.each([
    ['unit', `/v1/units/${vin}`, ['.history[].by']],
    ['quarantine', '/v1/quarantine', ['.entries[].event.by']],
    ['me', '/v1/access/me', ['.scopes[].amend', '.expires']],
    ['rights', '/v1/access/rights', ['.grants[].scope.types', '.keys[].revoked.reason', '.keys[].lastUsed']],
  ])('the answer of %s is what its schema says, too', async (id, path, fields) => {
    const [, , schema] = READING.find(([name]) => name === id) ?? [];
    const reader = id === 'me' ? mes : await readerOf(id);
    const answer = await ledger.ask(reader, 'GET', path);
    const value: unknown = JSON.parse(answer.body);
    expect([answer.status, schema?.safeParse(value).error?.issues ?? []]).toEqual([200, []]);
    expect(fieldsSeen(value)).toEqual(expect.arrayContaining(fields));
  });

  const readerOf = (id: string) => ledger.keyOf(`user:reader-of-${id}`, ['auditor']);
});
