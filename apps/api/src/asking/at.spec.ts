import { addDays } from '@plant-ledger/domain';
import {
  delivered,
  eventIdOfReported,
  openReadingFixture,
  PLACES,
  produced,
  vin,
  type ReadingFixture,
  type Reported,
} from './reading.fixture.js';

const milestone = (target: number, time: string, metric = 'produced'): Reported => [
  'MilestoneDefined',
  time,
  { milestone: 'm', title: 'M', metric, target, due: '2025-06-30' },
];
const halted = (time: string): Reported => [
  'LineHalted',
  time,
  { plant: 'bj-1', line: 'a', reason: 'press', planned: false },
];

/** Of any path: what of it these tests look at. */
interface Answer {
  readonly at?: string;
  readonly state: string;
  readonly value: number;
  readonly cities: number;
  readonly stock: number;
  readonly rows: readonly { readonly produced: number; readonly delivered: number }[];
  readonly transfers: readonly object[];
  readonly lines: readonly { readonly state: string }[];
  readonly changes: readonly { readonly of: string }[];
  readonly current: { readonly rows: readonly object[]; readonly downtime: readonly object[] };
  readonly milestones: readonly { readonly value: number; readonly forecast: { readonly path: readonly object[] } }[];
}

describe('the time of asking', () => {
  let ledger: ReadingFixture;
  const open = async (now: string) => {
    ledger = await openReadingFixture(now);
    await ledger.report(...PLACES);
  };
  const read = async (path: string): Promise<Answer> => {
    const { status, text, body } = await ledger.get(path);
    if (status !== 200) throw new Error(`${path}: ${text}`);
    return body as Answer;
  };
  const reported = async (...events: Reported[]) => {
    for (const { result } of await ledger.report(...events)) expect(result).toBe('accepted');
    return ledger.head();
  };
  const lineState = async (query = '') => (await read(`/v1/lines?plant=bj-1${query}`)).lines[0]?.state;
  afterEach(() => ledger.close());

  test('in the past is answered as if it were that day, whatever is known since', async () => {
    await open('2025-04-01T00:00:00Z');
    const days = Array.from({ length: 60 }, (_, day) => addDays('2025-01-01', day));
    await reported(milestone(100, '2024-12-31T00:00:00Z'));
    const made = days.map((day, index) => produced(index, `${day}T12:00:00Z`));
    await reported(...made.slice(0, 31));
    const then = await read('/v1/milestones?at=2025-02-01T00:00:00Z');
    await reported(...made.slice(31));
    const { milestones, ...now } = await read('/v1/milestones?at=2025-02-01T00:00:00Z');
    expect(milestones).toEqual(then.milestones);
    expect(now.at).toBe('2025-02-01T00:00:00.000Z');
    expect(milestones[0]).toMatchObject({
      value: 31,
      remaining: 69,
      state: 'on-track',
      forecast: { p50: '2025-04-12' },
    });
    // One a day: seven more in seven days, give or take.
    const path = milestones[0]?.forecast.path as { date: string; p10: number; p50: number; p85: number }[];
    const { p10, p50, p85 } = path.find(({ date }) => date === '2025-02-07') ?? { p10: 0, p50: 0, p85: 0 };
    expect(Math.abs(p50 - 38)).toBeLessThanOrEqual(1);
    expect([p10 <= 38, p85 >= 38]).toEqual([true, true]);
    expect((await read('/v1/milestones')).milestones[0]?.value).toBe(60);
  });

  test('is exclusive: what occurs at that very instant does not count, in any figure', async () => {
    await open('2024-07-20T12:00:00Z');
    const at = '2024-07-10T12:00:00.000Z';
    const since = await ledger.head();
    const site = { site: 'more', kind: 'sales', city: 'Wuhan', timeZone: 'Asia/Shanghai' };
    await reported(milestone(9, at), produced(1, at), halted(at), ['SiteOpened', at, site]);
    await reported(['MonthlyTargetSet', at, { metric: 'produced', month: '2024-07', target: 4 }]);
    const figures = async (asked: string) => ({
      months: (await read(`/v1/monthly-totals?at=${asked}`)).rows.length,
      days: (await read(`/v1/daily-totals?at=${asked}`)).rows.length,
      explained: (await read(`/v1/explain?figure=produced&at=${asked}`)).value,
      transfers: (await read(`/v1/explain?figure=produced&at=${asked}`)).transfers.length,
      line: await lineState(`&at=${asked}`),
      cities: (await read(`/v1/network?at=${asked}`)).cities,
      citiesExplained: (await read(`/v1/explain?figure=cities&at=${asked}`)).value,
      milestones: (await read(`/v1/milestones?at=${asked}`)).milestones.length,
      changes: (await read(`/v1/changes?since=${since}&at=${asked}&limit=1000`)).changes.filter(
        ({ of }) => of !== 'stock',
      ).length,
      ofMonth: (await read(`/v1/months/2024-07?at=${asked}`)).current.rows.length,
    });
    const none = { months: 0, days: 0, explained: 0, transfers: 0, milestones: 0, changes: 0, ofMonth: 0 };
    expect(await figures(at)).toEqual({ ...none, line: 'running', cities: 2, citiesExplained: 2 });
    expect(await figures('2024-07-10T12:00:00.001Z')).toMatchObject({
      ...{ months: 1, days: 1, explained: 1, transfers: 1, line: 'halted', cities: 3, citiesExplained: 3 },
      ...{ milestones: 1, ofMonth: 1 },
    });
    expect((await read('/v1/stock')).stock).toBe(1);
  });

  test('is by default just behind the latest occurrence, so that what was taken in is in the next answer', async () => {
    await open('2024-07-29T17:18:30Z');
    expect((await read('/v1/lines')).at).toBe('2024-07-29T17:18:00.000Z');
    const head = await reported(halted('2024-07-29T17:18:08Z'));
    expect(await lineState(`&minPosition=${head}`)).toBe('halted');
    expect((await read('/v1/lines')).at).toBe('2024-07-29T17:18:08.001Z');
    await reported(milestone(1, '2024-07-29T17:18:20.5Z'));
    expect(await read('/v1/milestones')).toMatchObject({ at: '2024-07-29T17:18:20.501Z', milestones: [{ id: 'm' }] });
    ledger.clock.now = Date.parse('2024-07-29T17:19:00Z');
    expect((await read('/v1/lines')).at).toBe('2024-07-29T17:19:00.000Z');
  });

  test('keeps the tag of an answer for a minute, in which nothing comes', async () => {
    await open('2024-07-29T17:18:08Z');
    const first = await ledger.get('/v1/daily-totals');
    const tag = String(first.headers.etag);
    expect(tag).toMatch(/^"1:\d+@2024-07-29T17:18:00\.000Z;json"$/);
    expect(first.headers.vary).toBe('accept');
    const again = () => ledger.get('/v1/daily-totals').set('if-none-match', tag);
    ledger.clock.now += 51_999;
    expect((await again()).status).toBe(304);
    ledger.clock.now += 1;
    expect((await again()).status).toBe(200);
    expect((await ledger.get('/v1/sources')).headers.etag).toBeUndefined();
  });

  test('comes to what is dated ahead when its time has come', async () => {
    await open('2024-07-29T12:00:10Z');
    await reported(produced(1, '2024-07-29T12:02:30Z'));
    const made = async () => (await read('/v1/explain?figure=produced')).value;
    expect(await made()).toBe(0);
    ledger.clock.now = Date.parse('2024-07-29T12:02:29.999Z');
    expect(await made()).toBe(0);
    ledger.clock.now += 1;
    expect(await made()).toBe(1);
  });

  test('counts a void and a correction by the time of the fact that they amend, as known at the position', async () => {
    await open('2024-07-29T12:00:00Z');
    await reported(produced(1, '2024-07-01T12:00:00Z', 'bj-1', 'su7', 'one'), produced(2, '2024-07-02T12:00:00Z'));
    const before = await reported(delivered(2, '2024-07-03T12:00:00Z', 'sh', 'handed-over'));
    const changes = { occurredAt: '2024-07-09T12:00:00Z' };
    await reported(
      ['UnitEventVoided', '2024-07-20T12:00:00Z', { vin: vin(1), voids: eventIdOfReported('one'), reason: 'x' }],
      [
        'UnitEventCorrected',
        '2024-07-20T12:00:00Z',
        { vin: vin(2), corrects: eventIdOfReported('handed-over'), changes, reason: 'x' },
      ],
    );
    const counted = async (query: string) => {
      const [row] = (await read(`/v1/monthly-totals?${query}`)).rows;
      return [row?.produced, row?.delivered];
    };
    expect(await counted('at=2024-07-05T00:00:00Z')).toEqual([1, 0]);
    expect(await counted('at=2024-07-10T00:00:00Z')).toEqual([1, 1]);
    expect(await counted(`at=2024-07-05T00:00:00Z&asOf=${before}`)).toEqual([2, 1]);
    expect(await counted(`at=2024-07-02T12:00:00Z&asOf=${before}`)).toEqual([1, 0]);
  });

  test('of a closed month comes behind its closing, or the month is open still', async () => {
    await open('2024-09-10T12:00:00Z');
    await reported(
      produced(1, '2024-07-10T12:00:00Z'),
      produced(2, '2024-07-20T12:00:00Z'),
      halted('2024-07-31T12:00:00+08:00'),
    );
    await reported(['MonthClosed', '2024-08-02T00:00:00Z', { month: '2024-07' }]);
    const closed = await read('/v1/months/2024-07');
    expect(closed).toMatchObject({ state: 'closed', restatement: null, downtimeRestatements: [] });
    expect(closed.current.downtime).toMatchObject([{ minutes: 12 * 60 }]);
    const before = await read('/v1/months/2024-07?at=2024-07-31T06:00:00Z');
    expect(before).toMatchObject({ state: 'open', published: null, history: [], current: { produced: 2 } });
    expect(before.current.downtime).toMatchObject([{ minutes: 2 * 60 }]);
    expect((await read('/v1/months/2024-07?at=2024-07-15T00:00:00Z')).current).toMatchObject({
      produced: 1,
      downtime: [],
    });
    expect((await read('/v1/monthly-totals?at=2024-07-15T00:00:00Z')).rows).toMatchObject([{ produced: 1 }]);
  });

  test('is at most ten years ahead, and no parameter of what stands in an account', async () => {
    await open('2024-02-29T12:00:00Z');
    const wrong = async (path: string) => {
      const { status, body } = await ledger.get(path);
      return [status, body.code, body.errors];
    };
    const tooFar = 'must be at most 10 years ahead: not after 2034-03-01T12:00:00.000Z';
    for (const path of ['lines', 'changes?since=1', 'months/2024-07', 'explain?figure=downtime', 'sources', 'network'])
      expect([
        path,
        ...(await wrong(`/v1/${path}${path.includes('?') ? '&' : '?'}at=2034-03-01T12:00:00.001Z`)),
      ]).toEqual([path, ...[400, 'invalid-parameter', [{ pointer: '/query/at', message: tooFar }]]]);
    expect((await ledger.get('/v1/lines?at=2034-03-01T12:00:00Z')).status).toBe(200);
    const message = 'is not a parameter of stock, which is as of a position';
    expect(await wrong('/v1/explain?figure=stock&at=2024-01-01T00:00:00Z')).toEqual([
      ...[400, 'invalid-parameter', [{ pointer: '/query/at', message }]],
    ]);
    expect((await read('/v1/explain?figure=stock')).at).toBeUndefined();
  });
});
