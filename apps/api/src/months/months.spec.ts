import {
  delivered,
  eventIdOfReported,
  openReadingFixture,
  PLACES,
  produced,
  vin,
  type ReadingFixture,
  type Reported,
} from '../asking/reading.fixture.js';

let ledger: ReadingFixture;
const month = async (query = '') => (await ledger.get(`/v1/months/2024-07${query}`)).body;
const totals = async (query = '') =>
  (await ledger.get(`/v1/monthly-totals?from=2024-07&to=2024-07${query}`)).body.rows as Record<string, unknown>[];

const closing = (id: string, time = '2024-08-02T00:00:00Z'): Reported => [
  'MonthClosed',
  time,
  { month: '2024-07' },
  id,
];
const voided = (unit: number, id: string): Reported => [
  'UnitEventVoided',
  '2024-08-06T00:00:00Z',
  { vin: vin(unit), voids: eventIdOfReported(id), reason: 'counted twice' },
  `void-${id}`,
];

const LINE = { plant: 'bj-1', line: 'a' };
const HALT: readonly Reported[] = [
  ['LineHalted', '2024-07-10T00:00:00+08:00', { ...LINE, reason: 'press', planned: false }, 'halt'],
  ['LineResumed', '2024-07-10T01:00:00+08:00', LINE],
];

beforeEach(async () => {
  ledger = await openReadingFixture('2024-08-10T00:00:00Z');
  const outcomes = await ledger.report(
    ...PLACES,
    produced(1, '2024-07-01T00:00:00+08:00', 'bj-1', 'su7', 'made-1'),
    produced(2, '2024-07-02T00:00:00+08:00', 'bj-1', 'su7', 'made-2'),
    produced(3, '2024-07-03T00:00:00+08:00', 'bj-1', 'max', 'made-3'),
    delivered(1, '2024-07-04T00:00:00+08:00', 'sh', 'sold-1'),
    ...HALT,
  );
  for (const { result } of outcomes) expect(result).toBe('accepted');
});
afterEach(() => ledger.close());

const COUNTS = { produced: 3, delivered: 1, returned: 0, scrapped: 0, netDelivered: 1 };
const DOWNTIME = { plant: 'bj-1', line: 'a', minutes: 60, plannedMinutes: 0, halts: 1, lostUnitsEstimate: 16 };

describe('a month', () => {
  it('that was never closed says so, and what is known of it', async () => {
    expect(await month()).toMatchObject({
      month: '2024-07',
      at: '2024-08-10T00:00:00.000Z',
      state: 'open',
      published: null,
      current: { ...COUNTS, downtime: [DOWNTIME] },
      restatement: null,
      restatements: [],
      downtimeRestatements: [],
      history: [],
    });
    expect((await ledger.get('/v1/months/2030-01')).body).toMatchObject({ state: 'open', current: { rows: [] } });
  });

  it('is published with the figures, the position they are as of, and the chain there', async () => {
    const known = await month();
    await ledger.report(closing('close'));
    const { published, ...closed } = await month();
    expect(closed).toMatchObject({ state: 'closed', current: known.current, restatement: null, restatements: [] });
    expect(published).toEqual({
      ...known.current,
      position: known.position,
      chain: expect.stringMatching(/^[0-9a-f]{64}$/),
      rules: 2,
    });
    expect(closed.history).toMatchObject([{ type: 'MonthClosed', eventId: eventIdOfReported('close'), published }]);
    expect((await totals())[0]).not.toHaveProperty('restatement');
  });

  it('shows what came later as restatements, with the events that caused them', async () => {
    await ledger.report(closing('close'));
    const { published } = await month();
    const reported = await ledger.report(
      produced(4, '2024-07-31T23:59:59+08:00', 'bj-1', 'max', 'made-4'),
      produced(5, '2024-08-01T00:00:00+08:00', 'bj-1', 'max'),
      voided(1, 'sold-1'),
      voided(2, 'made-2'),
      ['LineHalted', '2024-08-04T00:00:00+08:00', { ...LINE, reason: 'power', planned: false }],
      [
        'LineEventCorrected',
        '2024-08-06T00:00:00Z',
        { ...LINE, corrects: eventIdOfReported('halt'), changes: { planned: true }, reason: 'it was maintenance' },
      ],
    );
    expect(reported.map(({ result }) => result)).toEqual(reported.map(() => 'accepted'));
    const later = await month();
    expect(later.published).toEqual(published);
    const row = { plant: 'bj-1', difference: -1, eventCount: 1, next: null };
    expect(later.restatements).toMatchObject([
      {
        ...row,
        model: 'max',
        figure: 'produced',
        published: 1,
        current: 2,
        difference: 1,
        events: [{ eventId: eventIdOfReported('made-4'), cause: eventIdOfReported('made-4'), vin: vin(4), amount: 1 }],
      },
      {
        ...row,
        model: 'su7',
        figure: 'produced',
        published: 2,
        current: 1,
        events: [
          {
            eventId: eventIdOfReported('made-2'),
            cause: eventIdOfReported('void-made-2'),
            kind: 'produced',
            amount: -1,
          },
        ],
      },
      {
        ...row,
        model: 'su7',
        figure: 'delivered',
        published: 1,
        current: 0,
        events: [
          { eventId: eventIdOfReported('sold-1'), cause: eventIdOfReported('void-sold-1'), vin: vin(1), amount: -1 },
        ],
      },
    ]);
    expect(later.downtimeRestatements).toMatchObject([
      {
        ...LINE,
        published: { minutes: 60, plannedMinutes: 0, halts: 1 },
        current: { minutes: 0, plannedMinutes: 60, halts: 0 },
        difference: { minutes: -60, plannedMinutes: 60, halts: -1, lostUnitsEstimate: -16 },
        events: [{ what: 'halt', eventId: eventIdOfReported('halt') }],
      },
    ]);
    const restatement = {
      published: COUNTS,
      current: { ...COUNTS, delivered: 0, netDelivered: 0 },
      difference: { produced: 0, delivered: -1, returned: 0, scrapped: 0, netDelivered: -1 },
    };
    expect(later.restatement).toEqual(restatement);
    expect(await totals()).toMatchObject([{ produced: 3, restatement }]);
    expect(await totals('&groupBy=model')).toMatchObject([
      { model: 'max', restatement: { published: { produced: 1 }, difference: { produced: 1 } } },
      { model: 'su7', restatement: { published: { produced: 2 }, difference: { produced: -1 } } },
    ]);
    expect((await totals('&model=max'))[0]?.restatement).toMatchObject({ difference: { produced: 1, delivered: 0 } });
  });

  it('lists so many events of a restatement, and says where explain goes on', async () => {
    await ledger.report(closing('close'));
    await ledger.report(
      ...[11, 12, 13].map((unit) => produced(unit, '2024-07-09T00:00:00Z', 'bj-1', 'su7', `made-${unit}`)),
    );
    const { restatements } = await month('?limit=2');
    expect(restatements).toMatchObject([
      { difference: 3, eventCount: 3, events: [{ vin: vin(11) }, { vin: vin(12) }] },
    ]);
    const { next } = restatements[0];
    const explained = await ledger.get(
      `/v1/explain?figure=produced&from=2024-07&to=2024-07&plant=bj-1&model=su7&after=${next}`,
    );
    expect(explained.body.transfers).toMatchObject([{ vin: vin(13), amount: 1 }]);
  });

  it('that changed and changed back has no restatement', async () => {
    await ledger.report(closing('close'));
    await ledger.report(produced(4, '2024-07-09T00:00:00Z', 'bj-1', 'su7', 'made-4'), voided(4, 'made-4'));
    expect(await month()).toMatchObject({ state: 'closed', restatement: null, restatements: [] });
  });

  it('keeps its row in the totals, though everything published was taken back', async () => {
    await ledger.report(closing('close'), voided(3, 'made-3'));
    expect(await totals('&groupBy=model')).toMatchObject([
      { model: 'max', produced: 0, restatement: { published: { produced: 1 }, current: { produced: 0 } } },
      { model: 'su7', produced: 2 },
    ]);
  });

  it('that was reopened has nothing published until it is closed again, and the history stays', async () => {
    await ledger.report(closing('close'));
    const first = await month();
    await ledger.report(produced(4, '2024-07-09T00:00:00Z', 'bj-1', 'su7'));
    const restated = await month();
    await ledger.report(['MonthReopened', '2024-08-03T00:00:00Z', { month: '2024-07', reason: 'late' }, 'reopen']);
    const reopened = await month();
    expect(reopened).toMatchObject({ state: 'reopened', published: null, restatement: null, restatements: [] });
    expect((await totals())[0]).not.toHaveProperty('restatement');
    await ledger.report(closing('close-2', '2024-08-04T00:00:00Z'));
    const again = await month();
    expect(again).toMatchObject({ state: 'closed', published: { produced: 4 }, restatement: null });
    expect(again.history).toMatchObject([
      { type: 'MonthClosed', published: first.published },
      { type: 'MonthReopened', reason: 'late', published: null },
      { type: 'MonthClosed', eventId: eventIdOfReported('close-2'), published: again.published },
    ]);
    for (const known of [first, restated, reopened]) expect(await month(`?asOf=${known.position}`)).toEqual(known);
    expect((await totals(`&asOf=${restated.position}`))[0]?.restatement).toEqual(restated.restatement);
    expect((await totals(`&asOf=${first.position}`))[0]).not.toHaveProperty('restatement');
  });

  it('has the downtime before the time of asking, and is closed behind its closing', async () => {
    await ledger.report([
      'LineHalted',
      '2024-07-31T12:00:00+08:00',
      { ...LINE, reason: 'power', planned: false },
      'open',
    ]);
    await ledger.report(closing('close'));
    const { published, current, downtimeRestatements } = await month();
    expect(published.downtime).toMatchObject([{ minutes: 60 + 12 * 60, halts: 2 }]);
    expect(current.downtime).toEqual(published.downtime);
    expect(downtimeRestatements).toEqual([]);
    const before = await month('?at=2024-07-31T05:00:00Z');
    expect(before).toMatchObject({ state: 'open', published: null, history: [] });
    expect(before.current.downtime).toMatchObject([{ minutes: 60 + 60, halts: 2 }]);
  });

  it('has to be one', async () => {
    const answer = await ledger.get('/v1/months/2024-13');
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ pointer: '/path/month' }]]);
    expect((await ledger.get('/v1/months/2024-07?plant=bj-1')).status).toBe(400);
  });
});

describe('closing a month', () => {
  it('waits for the read model, and appends nothing while that does not come', async () => {
    await ledger.stopProjector();
    await ledger.report(produced(4, '2024-07-09T00:00:00Z'));
    const head = await ledger.head();
    await expect(ledger.report(closing('close'))).rejects.toThrow(`up to position ${head}`);
    expect(await ledger.head()).toBe(head);
  });

  it('is refused while it runs in a zone in use, by the clock of the ledger', async () => {
    ledger.clock.now = Date.parse('2024-08-01T03:59:00Z');
    expect(await ledger.report(closing('close', '2024-08-01T04:00:00Z'))).toMatchObject([{ code: 'month-not-ended' }]);
    ledger.clock.now = Date.parse('2024-08-01T04:00:00Z');
    expect(await ledger.report(closing('close-2', '2024-08-01T04:00:00Z'))).toMatchObject([{ result: 'accepted' }]);
  });
});
