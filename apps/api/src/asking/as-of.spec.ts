import {
  delivered,
  eventIdOfReported,
  openReadingFixture,
  PLACES,
  produced,
  vin,
  type Reported,
} from './reading.fixture.js';
import { openThreeDays, type ThreeDays } from './three-days.fixture.js';

let days: ThreeDays;
/** The same after the first day, the second and the third, as the last one there was: asked, and told nothing more. */
let then: ThreeDays[];
const rows = (path: string) => days.rows(path);
const get = (path: string) => days.fixture.get(path);

beforeAll(async () => {
  days = await openThreeDays();
  then = [];
  for (const index of days.heads.keys()) then.push(await openThreeDays(index + 1));
});
afterAll(() => Promise.all([days, ...then].map(({ fixture }) => fixture.close())));

describe('asOf', () => {
  it('answers with what was known at a position', async () => {
    const path = `/v1/monthly-totals?from=2024-07&groupBy=model&asOf=${days.heads[0]}`;
    expect(await rows(path)).toMatchObject([
      { model: 'max', produced: 1, scrapped: 0 },
      { model: 'su7', produced: 1, delivered: 0, targets: [{ first: 4, current: 4, value: 1 }] },
    ]);
    expect((await get(path)).body.position).toBe(days.heads[0]);
  });

  it('takes an instant as the last position recorded by then', async () => {
    for (const [instant, position] of [
      ['2024-07-10T00:00:00Z', days.heads[0]],
      ['2024-07-10T23:59:59.999Z', days.heads[0]],
      ['2024-07-11T08:00:00%2B08:00', days.heads[1]],
      ['2024-07-11T23:00:00Z', days.heads[1]],
      ['2024-07-12T00:00:00Z', days.heads[2]],
      ['2030-01-01T00:00:00Z', days.heads[2]],
      ['2024-02-01T00:00:00Z', '1'],
      ['2023-01-01T00:00:00Z', '0'],
    ])
      expect([instant, (await get(`/v1/daily-totals?asOf=${instant}`)).body.position]).toEqual([instant, position]);
  });

  it.each([
    '/v1/monthly-totals?groupBy=plant,model',
    '/v1/monthly-totals?from=2024-07&plant=bj-1',
    '/v1/daily-totals?groupBy=plant,model',
    '/v1/daily-totals?from=2024-07-02&to=2024-07-04',
    '/v1/stock?groupBy=plant,model',
    '/v1/explain?figure=netDelivered',
    '/v1/explain?figure=stock&limit=2',
    '/v1/explain?figure=cities',
    '/v1/network?',
    '/v1/lines?at=2024-07-16T12:00:00Z',
    '/v1/downtime?groupBy=month,plant,line,reason',
    `/v1/units/${vin(2)}?`,
    `/v1/units/${vin(3)}?`,
  ])('gives at every position what %s gave when that was the last one', async (path) => {
    for (const [index, head] of days.heads.entries()) {
      const known = await then[index]?.fixture.get(path);
      const now = await get(`${path}&asOf=${head}`);
      expect([now.status, now.body]).toEqual([200, known?.body]);
    }
  });

  it('says so when what was then is not asked of a path that knows only now', async () => {
    for (const path of ['/v1/sources', '/v1/quarantine']) {
      const answer = await get(`${path}?asOf=${days.heads[0]}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid-parameter']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/query/asOf' }]);
    }
  });
});

it('sums over transfers equal the running totals, whatever was voided, corrected, returned or held', async () => {
  const ledger = await openReadingFixture('2024-07-16T12:00:00Z');
  const amend = (kind: 'voids' | 'corrects', number: number, id: string, more: object = {}): Reported => [
    kind === 'voids' ? 'UnitEventVoided' : 'UnitEventCorrected',
    '2024-07-09T00:00:00Z',
    { vin: vin(number), [kind]: eventIdOfReported(id), reason: 'wrong', ...more },
  ];
  try {
    const outcomes = await ledger.report(
      ...PLACES,
      ...[1, 2, 3, 4, 5].map((n) =>
        produced(n, `2024-06-0${n}T00:00:00+08:00`, 'bj-1', n % 2 ? 'su7' : 'max', `made-${n}`),
      ),
      ...[1, 2, 3].map((n) => delivered(n, `2024-07-0${n}T00:00:00+08:00`, n === 3 ? 'nowhere' : 'sh', `sold-${n}`)),
      ['UnitReturned', '2024-07-05T00:00:00+08:00', { vin: vin(1), site: 'sh', reason: 'paint' }, 'back'],
      ['UnitHeld', '2024-07-05T00:00:00+08:00', { vin: vin(4), reason: 'paint' }, 'held'],
      ['UnitScrapped', '2024-07-06T00:00:00+08:00', { vin: vin(4), reason: 'rust' }, 'scrapped'],
      amend('voids', 4, 'scrapped'),
      amend('voids', 1, 'back'),
      amend('corrects', 2, 'made-2', { changes: { plant: 'us-1', model: 'pro' } }),
      amend('corrects', 3, 'sold-3', { changes: { site: 'ny', occurredAt: '2024-05-01T00:00:00Z' } }),
      amend('corrects', 2, 'sold-2', { changes: { occurredAt: '2024-08-01T00:00:00+08:00' } }),
    );
    const refused = outcomes.filter(({ result }) => result !== 'accepted');
    // It would have been delivered before it was made.
    expect(refused).toMatchObject([{ result: 'rejected' }]);
    const head = String(await ledger.head());
    const paths = ['monthly-totals', 'daily-totals', 'stock'].map((name) => `/v1/${name}?groupBy=plant,model`);
    const running = await Promise.all(paths.map(async (path) => (await ledger.get(path)).body as object));
    expect(running[2]).toMatchObject({ balanced: true, produced: 5, hold: 1, delivered: 3 });
    // One more event of another kind, and what was the head is a sum over transfers.
    await ledger.report([
      'MonthlyTargetSet',
      '2024-07-01T00:00:00Z',
      { metric: 'produced', month: '2030-01', target: 1 },
    ]);
    for (const [index, path] of paths.entries())
      expect((await ledger.get(`${path}&asOf=${head}`)).body).toEqual(running[index]);
  } finally {
    await ledger.close();
  }
});
