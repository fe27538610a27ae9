import {
  delivered,
  eventIdOfTold,
  openReadingFixture,
  PLACES,
  produced,
  vin,
  type ReadingFixture,
  type Told,
} from './reading.fixture.js';

/** What is known, in three steps, each recorded a day after the one before. */
const STEPS: readonly (readonly Told[])[] = [
  [
    ...PLACES,
    [
      'MonthlyTargetSet',
      '2024-06-01T00:00:00Z',
      { metric: 'produced', month: '2024-07', plant: 'bj-1', model: 'su7', target: 4 },
    ],
    ['MonthlyTargetSet', '2024-06-01T00:00:00Z', { metric: 'delivered', month: '2024-06', target: 2 }],
    produced(1, '2024-06-30T23:59:59.999+08:00'),
    produced(2, '2024-07-01T00:00:00+08:00', 'bj-1', 'su7', 'produced-2'),
    produced(3, '2024-07-01T00:00:00-04:00', 'us-1', 'max'),
    delivered(1, '2024-07-01T00:00:00+08:00', 'nowhere'),
  ],
  [
    [
      'MonthlyTargetSet',
      '2024-07-01T00:00:00Z',
      { metric: 'produced', month: '2024-07', plant: 'bj-1', model: 'su7', target: 2 },
    ],
    delivered(2, '2024-07-03T00:00:00+08:00', 'sh', 'delivered-2'),
    ['UnitReturned', '2024-07-04T00:00:00+08:00', { vin: vin(2), site: 'sh', reason: 'paint' }],
    ['UnitScrapped', '2024-07-05T00:00:00+08:00', { vin: vin(3), reason: 'dropped' }],
  ],
  [
    [
      'UnitEventCorrected',
      '2024-07-06T00:00:00+08:00',
      { vin: vin(2), corrects: eventIdOfTold('produced-2'), changes: { model: 'max' }, reason: 'typed wrong' },
    ],
    ['UnitShipped', '2024-07-07T00:00:00+08:00', { vin: vin(2), site: 'sh' }],
  ],
];

let fixture: ReadingFixture;
const heads: string[] = [];
const rows = async (path: string): Promise<unknown[]> => {
  const answer = await fixture.get(path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  return answer.body.rows as unknown[];
};

beforeAll(async () => {
  fixture = await openReadingFixture('2024-07-16T12:00:30Z');
  for (const [day, step] of STEPS.entries()) {
    fixture.clock.recorded = Date.parse('2024-07-10T00:00:00Z') + day * 86_400_000;
    const outcomes = await fixture.tell(...step);
    expect(outcomes.map(({ result }) => result)).toEqual(step.map(() => 'accepted'));
    heads.push((await fixture.head()).toString());
  }
});
afterAll(() => fixture.close());

describe('GET /v1/monthly-totals', () => {
  it('counts each fact in the month of the place where it happened, grouped as asked for', async () => {
    const none = { delivered: 0, returned: 0, scrapped: 0, netDelivered: 0 };
    expect(await rows('/v1/monthly-totals?groupBy=plant,model')).toMatchObject([
      { month: '2024-06', plant: 'bj-1', model: 'su7', produced: 1, delivered: 1, netDelivered: 1 },
      { month: '2024-07', plant: 'bj-1', model: 'max', produced: 1, delivered: 1, returned: 1, netDelivered: 0 },
      { month: '2024-07', plant: 'bj-1', model: 'su7', produced: 0, ...none },
      { month: '2024-07', plant: 'us-1', model: 'max', produced: 1, ...none, scrapped: 1 },
    ]);
    const [june, july] = await rows('/v1/monthly-totals');
    expect(june).toMatchObject({ month: '2024-06', produced: 1, delivered: 1 });
    expect(july).toMatchObject({
      month: '2024-07',
      produced: 2,
      delivered: 1,
      returned: 1,
      scrapped: 1,
      netDelivered: 0,
    });
    expect(july).not.toHaveProperty('plant');
  });

  it('takes only the months, plant and model asked for', async () => {
    expect(await rows('/v1/monthly-totals?from=2024-07&to=2024-07&model=max')).toMatchObject([{ produced: 2 }]);
    expect(await rows('/v1/monthly-totals?plant=us-1')).toMatchObject([{ month: '2024-07', produced: 1 }]);
    expect(await rows('/v1/monthly-totals?to=2024-05')).toEqual([]);
  });

  it('shows a target, as first set and as in force, on the row that holds everything it counts', async () => {
    const target = {
      metric: 'produced',
      plant: 'bj-1',
      model: 'su7',
      first: 4,
      current: 2,
      value: 0,
      attainment: 0,
      state: 'at-risk',
      projected: null,
      haltBudgetMinutes: null,
    };
    expect(await rows('/v1/monthly-totals?from=2024-07')).toMatchObject([{ targets: [target] }]);
    expect(await rows('/v1/monthly-totals?from=2024-07&groupBy=plant,model')).toMatchObject([
      { model: 'max', targets: [] },
      { model: 'su7', targets: [target] },
      { plant: 'us-1', targets: [] },
    ]);
    expect(await rows('/v1/monthly-totals?plant=us-1&from=2024-07')).toMatchObject([{ targets: [] }]);
    expect(await rows('/v1/monthly-totals?to=2024-06')).toMatchObject([
      { targets: [{ metric: 'delivered', first: 2, current: 2, value: 1, attainment: 0.5, state: 'missed' }] },
    ]);
  });

  it('tells whether a month has ended by the time of asking, in every zone whose facts count', async () => {
    const state = async (at: string) => {
      const [june] = await rows(`/v1/monthly-totals?to=2024-06&at=${at}`);
      return (june as { targets: { state: string }[] }).targets[0]?.state;
    };
    expect(await state('2024-07-01T03:59:59.999Z')).toBe('at-risk');
    expect(await state('2024-07-01T04:00:00Z')).toBe('missed');
  });
});

describe('asOf', () => {
  it('answers with what was known at a position', async () => {
    const path = `/v1/monthly-totals?from=2024-07&groupBy=model&asOf=${heads[0]}`;
    expect(await rows(path)).toMatchObject([
      { model: 'max', produced: 1, scrapped: 0 },
      { model: 'su7', produced: 1, delivered: 0, targets: [{ first: 4, current: 4, value: 1 }] },
    ]);
    expect((await fixture.get(path)).body.position).toBe(heads[0]);
  });

  it('takes an instant as the last position recorded by then', async () => {
    for (const [instant, position] of [
      ['2024-07-10T00:00:00Z', heads[0]],
      ['2024-07-10T23:59:59.999Z', heads[0]],
      ['2024-07-11T08:00:00%2B08:00', heads[1]],
      ['2024-07-11T23:00:00Z', heads[1]],
      ['2024-07-12T00:00:00Z', heads[2]],
      ['2030-01-01T00:00:00Z', heads[2]],
      ['2024-02-01T00:00:00Z', '1'],
      ['2023-01-01T00:00:00Z', '-1'],
    ])
      expect([instant, (await fixture.get(`/v1/daily-totals?asOf=${instant}`)).body.position]).toEqual([
        instant,
        position,
      ]);
  });

  it.each([
    '/v1/monthly-totals?groupBy=plant,model',
    '/v1/monthly-totals?from=2024-07&plant=bj-1',
    '/v1/daily-totals?groupBy=plant,model',
    '/v1/daily-totals?from=2024-07-02&to=2024-07-04',
    '/v1/stock?groupBy=plant,model',
    '/v1/explain?figure=netDelivered',
    '/v1/network?',
  ])('gives at every position what %s gave when that was the last one', async (path) => {
    const other = await openReadingFixture('2024-07-16T12:00:30Z');
    try {
      for (const [index, step] of STEPS.entries()) {
        other.clock.recorded = Date.parse('2024-07-10T00:00:00Z') + index * 86_400_000;
        await other.tell(...step);
        const then = await other.get(path);
        const now = await fixture.get(`${path}&asOf=${heads[index]}`);
        expect([now.status, now.body]).toEqual([200, then.body]);
      }
    } finally {
      await other.close();
    }
  });

  it('says so when what was then is not asked of a path that knows only now', async () => {
    const answer = await fixture.get(`/v1/lines?asOf=${heads[0]}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-parameter']);
    expect(answer.body.errors).toMatchObject([{ pointer: '/query/asOf' }]);
  });
});

describe('GET /v1/daily-totals', () => {
  it('counts each fact on the date of the place where it happened', async () => {
    expect((await rows('/v1/daily-totals?from=2024-06-30&to=2024-07-03')).map((row) => row)).toMatchObject([
      { date: '2024-06-30', produced: 1, delivered: 1 },
      { date: '2024-07-01', produced: 2 },
      { date: '2024-07-03', delivered: 1 },
    ]);
  });
});

describe('GET /v1/stock', () => {
  it('tells where every unit stands, and that the books balance', async () => {
    const { body } = await fixture.get('/v1/stock');
    expect(body).toMatchObject({
      stock: 0,
      hold: 0,
      transit: 1,
      delivered: 1,
      scrapped: 1,
      produced: 3,
      balanced: true,
    });
    expect((await fixture.get('/v1/stock?groupBy=model&plant=bj-1')).body).toMatchObject({
      produced: 2,
      balanced: true,
      rows: [
        { model: 'max', transit: 1, delivered: 0 },
        { model: 'su7', transit: 0, delivered: 1 },
      ],
    });
  });
});

describe('GET /v1/explain', () => {
  interface Page {
    value: number;
    transfers: { amount: number; position: string; eventId: string; cause: string; model: string; kind: string }[];
    next: string | null;
  }
  const page = async (query: string): Promise<Page> => (await fixture.get(`/v1/explain?${query}`)).body as Page;

  it.each(['produced', 'delivered', 'returned', 'scrapped', 'netDelivered'])(
    'lists transfers of %s that add up to its value, page by page',
    async (figure) => {
      for (const limit of [1, 2, 100]) {
        const amounts: number[] = [];
        const positions: string[] = [];
        let { value, transfers, next } = await page(`figure=${figure}&limit=${limit}`);
        for (;;) {
          amounts.push(...transfers.map(({ amount }) => amount));
          positions.push(...transfers.map(({ position }) => position));
          if (next === null) break;
          ({ value, transfers, next } = await page(`figure=${figure}&limit=${limit}&after=${next}`));
        }
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(value);
        expect(positions).toEqual(positions.toSorted((a, b) => Number(a) - Number(b)));
        const [total] = await rows('/v1/monthly-totals?from=2024-06&to=2024-06');
        const [, july] = await rows('/v1/monthly-totals');
        const figures = [total, july] as Record<string, number>[];
        expect(value).toBe(figures.reduce((sum, row) => sum + (row[figure] ?? 0), 0));
      }
    },
  );

  it('names the fact and what made the ledger book it, with both times', async () => {
    const { transfers, value } = await page('figure=produced&plant=bj-1&from=2024-07');
    expect(value).toBe(1);
    expect(transfers.map(({ amount, model }) => [amount, model])).toEqual([
      [1, 'su7'],
      [-1, 'su7'],
      [1, 'max'],
    ]);
    expect(transfers[0]).toEqual({
      position: expect.stringMatching(/^\d+$/) as unknown,
      eventId: eventIdOfTold('produced-2'),
      cause: eventIdOfTold('produced-2'),
      vin: vin(2),
      kind: 'produced',
      amount: 1,
      plant: 'bj-1',
      model: 'su7',
      month: '2024-07',
      occurredAt: '2024-06-30T16:00:00.000Z',
      recordedAt: '2024-07-10T00:00:00.000Z',
    });
    expect(transfers[1]?.eventId).toBe(eventIdOfTold('produced-2'));
    expect(transfers[1]?.cause).not.toBe(eventIdOfTold('produced-2'));
  });
});

it('sums over transfers equal the running totals, whatever was voided, corrected, returned or held', async () => {
  const ledger = await openReadingFixture('2024-07-16T12:00:00Z');
  const amend = (kind: 'voids' | 'corrects', number: number, id: string, more: object = {}): Told => [
    kind === 'voids' ? 'UnitEventVoided' : 'UnitEventCorrected',
    '2024-07-09T00:00:00Z',
    { vin: vin(number), [kind]: eventIdOfTold(id), reason: 'wrong', ...more },
  ];
  try {
    const outcomes = await ledger.tell(
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
    await ledger.tell([
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
