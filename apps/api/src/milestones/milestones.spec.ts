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

const define = (milestone: string, metric: string, target: number, more: object = {}): Reported => [
  'MilestoneDefined',
  '2024-06-01T00:00:00Z',
  { milestone, title: `${target} ${metric}`, metric, target, due: '2024-12-31', ...more },
];

/** Units produced on each of so many days of July, one a day. */
const daily = (days: number, first: number): Reported[] =>
  Array.from({ length: days }, (_, day) =>
    produced(first + day, `2024-07-${String(28 - day).padStart(2, '0')}T10:00:00+08:00`),
  );

describe('milestones', () => {
  let fixture: ReadingFixture;
  let early: string;
  const read = async (path: string) => (await fixture.get(path)).body as Record<string, unknown>;
  const states = async (query: string) => {
    const { milestones } = await read(`/v1/milestones?${query}`);
    return Object.fromEntries((milestones as { id: string; state: string }[]).map(({ id, state }) => [id, state]));
  };

  beforeAll(async () => {
    fixture = await openReadingFixture('2024-07-29T00:00:30+08:00');
    await fixture.report(
      ...PLACES,
      define('made', 'produced', 100),
      define('made-us', 'produced', 100, { plant: 'us-1' }),
      define('sold', 'delivered', 2),
      define('cities', 'cities', 2),
      define('gone', 'produced', 1),
      define('more', 'produced', 20),
      define('over', 'produced', 1_000, { due: '2024-07-28', plant: 'bj-1' }),
      ...daily(20, 1),
      delivered(1, '2024-07-28T11:00:00+08:00'),
    );
    await fixture.report(delivered(2, '2024-07-28T12:00:00+08:00', 'sh', 'second'));
    early = String(await fixture.head());
    fixture.clock.recorded = Date.parse('2024-07-28T00:00:00Z');
    await fixture.report(
      ['UnitReturned', '2024-07-28T13:00:00+08:00', { vin: vin(1), site: 'sh', reason: 'paint' }],
      [
        'MilestoneRevised',
        '2024-07-28T00:00:00Z',
        { milestone: 'made', target: 300, due: '2025-01-31', reason: 'more demand' },
      ],
      ['MilestoneWithdrawn', '2024-07-28T00:00:00Z', { milestone: 'gone', reason: 'not wanted' }],
      ['MilestoneRevised', '2024-07-28T00:00:00Z', { milestone: 'more', target: 200, reason: 'more demanding' }],
    );
  });
  afterAll(() => fixture.close());

  it('tell value, what remains, and a forecast from the pace they are at', async () => {
    expect(await read('/v1/milestones/made')).toMatchObject({
      at: '2024-07-28T16:00:00.000Z',
      id: 'made',
      title: '100 produced',
      metric: 'produced',
      target: 300,
      due: '2025-01-31',
      value: 20,
      remaining: 280,
      progress: 0.0667,
      progressOfFirst: 0.2,
      state: 'at-risk',
      restsOnAssumption: false,
      firstReached: null,
      // One a day since 9 July. Plants of two zones are counted by the reporting zone, UTC: today, the 28th, has had its one.
      forecast: {
        p50: expect.stringMatching(/^2025-0[56]-/),
        runRate: '2025-05-04',
        pacePerDay: 1,
        requiredPerDay: 1.4894,
        method: 'pace-calibrated-2',
        seed: 'made/pace-calibrated-2/2024-07-28',
        window: { from: '2024-07-09', to: '2024-07-27', days: 19 },
        assumptions: [],
        notes: [
          'Plant "bj-1" has no capacity on record: its pace is taken as it is.',
          'Only 19 days of data: the range rests on what other ledgers were off by.',
        ],
        backtest: 'untested',
      },
    });
  });

  it('have no forecast when reached, withdrawn or without ten days of data; one that was missed has', async () => {
    const { milestones } = await read('/v1/milestones');
    const made = (milestones as { id: string; forecast: unknown }[]).map(({ id, forecast }) => [id, forecast !== null]);
    expect(Object.fromEntries(made)).toEqual({
      made: true,
      'made-us': false,
      sold: false,
      cities: false,
      gone: false,
      more: true,
      over: true,
    });
  });

  it('keep every revision', async () => {
    const { revisions } = await read('/v1/milestones/made');
    expect(revisions).toMatchObject([
      {
        type: 'MilestoneDefined',
        target: 100,
        due: '2024-12-31',
        reason: null,
        recordedAt: '2024-01-01T00:00:00.000Z',
      },
      { type: 'MilestoneRevised', target: 300, due: '2025-01-31', reason: 'more demand' },
    ]);
  });

  it('are reached, reverted, missed or withdrawn, and make up no date without ten days of data', async () => {
    expect(await states('')).toEqual({
      made: 'at-risk',
      'made-us': 'insufficient-history',
      sold: 'reverted',
      cities: 'reached',
      gone: 'withdrawn',
      more: 'at-risk',
      over: 'missed',
    });
    expect(await states('at=2024-07-28T15:59:59.999Z')).toMatchObject({ over: 'late' });
  });

  it('remember the event that first reached them', async () => {
    const { firstReached, value } = await read('/v1/milestones/sold');
    expect(value).toBe(1);
    expect(firstReached).toEqual({
      occurredAt: '2024-07-28T04:00:00.000Z',
      recordedAt: '2024-01-01T00:00:00.000Z',
      position: early,
      eventId: eventIdOfReported('second'),
    });
  });

  it('are open again once their target is raised; that the lower one was reached stays in its revision', async () => {
    const { state, target, value, firstReached, revisions } = await read('/v1/milestones/more');
    expect([state, target, value, firstReached]).toEqual(['at-risk', 200, 20, null]);
    expect(revisions).toMatchObject([
      { target: 20, firstReached: { occurredAt: '2024-07-09T02:00:00.000Z' } },
      { target: 200, firstReached: null },
    ]);
  });

  it('are as they were known at an earlier position', async () => {
    expect(await states(`asOf=${early}`)).toEqual({
      made: 'on-track',
      'made-us': 'insufficient-history',
      sold: 'reached',
      cities: 'reached',
      gone: 'reached',
      more: 'reached',
      over: 'missed',
    });
    expect(await read(`/v1/milestones/made?asOf=${early}`)).toMatchObject({
      position: early,
      target: 100,
      value: 20,
      revisions: [{ target: 100 }],
    });
    expect(await read(`/v1/milestones/sold?asOf=${String(Number(early) - 1)}`)).toMatchObject({
      value: 1,
      firstReached: null,
    });
    expect(await states('asOf=3')).toEqual({});
  });

  it('are not found under an id that is not defined, or not yet', async () => {
    for (const path of ['/v1/milestones/nobody', '/v1/milestones/made?asOf=3']) {
      const answer = await fixture.get(path);
      expect([answer.status, answer.type, answer.body.code]).toEqual([
        404,
        'application/problem+json',
        'unknown-milestone',
      ]);
    }
  });
});

it('a milestone of the network goes by sites open now, with the pace of openings less closings', async () => {
  const fixture = await openReadingFixture('2024-07-29T00:00:00Z');
  const site = (number: number, type: 'SiteOpened' | 'SiteClosed', time: string): Reported => [
    type,
    time,
    type === 'SiteOpened' ? { site: `s${number}`, kind: 'sales', city: `City ${number % 6}` } : { site: `s${number}` },
  ];
  const days = [2, 5, 9, 12, 16, 19, 23, 26].map((day) => `2024-07-${String(day).padStart(2, '0')}T12:00:00Z`);
  try {
    await fixture.report(
      define('sales', 'sitesOpen:sales', 12, { due: '2024-08-30' }),
      define('cities', 'cities', 7, { due: '2024-08-30' }),
      site(0, 'SiteOpened', '2024-05-01T12:00:00Z'),
      ...days.map((time, index) => site(index + 1, 'SiteOpened', time)),
      site(0, 'SiteClosed', '2024-07-11T12:00:00Z'),
      site(20, 'SiteOpened', '2024-07-11T13:00:00Z'),
    );
    const { milestones } = (await fixture.get('/v1/milestones')).body as { milestones: Record<string, unknown>[] };
    // Two a week, the closing made good the same day, on Tuesdays and Fridays; today is a Monday.
    expect(milestones).toMatchObject([
      { id: 'cities', value: 6, remaining: 1, forecast: { window: { from: '2024-07-01', days: 28 } } },
      {
        id: 'sales',
        value: 9,
        remaining: 3,
        state: 'at-risk',
        restsOnAssumption: false,
        forecast: {
          p50: expect.stringMatching(/^2024-08-/),
          pacePerDay: 0.2857,
          assumptions: [],
          notes: [],
          // Nothing was opened in May and June.
          backtest: { months: 1, tested: 1, held: 0, share: 0 },
        },
      },
    ]);
    const tighter = await fixture.report([
      'MilestoneRevised',
      '2024-07-28T00:00:00Z',
      { milestone: 'sales', due: '2024-07-29', reason: 'sooner' },
    ]);
    expect(tighter).toMatchObject([{ result: 'accepted' }]);
    expect((await fixture.get('/v1/milestones/sales')).body).toMatchObject({
      state: 'late',
      forecast: { probabilityByDue: 0.01 },
    });
  } finally {
    await fixture.close();
  }
});

describe('a milestone that capacity to come decides', () => {
  let fixture: ReadingFixture;
  let before: string;
  const milestone = async (query = '') => {
    const { body } = await fixture.get(`/v1/milestones/made${query}`);
    return body as { state: string; restsOnAssumption: boolean; forecast: Record<string, never> };
  };
  const capacity = (unitsPerMonth: number, effectiveFrom: string, id: string): Reported => [
    'PlantCapacityChanged',
    '2024-07-01T00:00:00+08:00',
    { plant: 'cn-1', unitsPerMonth, effectiveFrom },
    id,
  ];

  beforeAll(async () => {
    fixture = await openReadingFixture('2024-07-29T10:00:00+08:00');
    await fixture.report(
      [
        'PlantRegistered',
        '2024-01-01T00:00:00+08:00',
        { plant: 'cn-1', name: 'One', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' },
      ],
      ['LineCommissioned', '2024-02-01T00:00:00+08:00', { plant: 'cn-1', line: 'a', unitsPerHour: 16 }],
      capacity(31, '2024-01-01', 'c-0'),
      define('made', 'produced', 100, { due: '2024-08-31' }),
      ...Array.from({ length: 28 }, (_, day) =>
        produced(day, `2024-07-${String(day + 1).padStart(2, '0')}T10:00:00+08:00`, 'cn-1'),
      ),
    );
    before = String(await fixture.head());
    await fixture.report(capacity(93, '2024-08-05', 'c-1'));
  });
  afterAll(() => fixture.close());

  it('is at risk and says that it rests on an assumption, with the forecasts as planned and without it', async () => {
    // 72 to go: one a day for a week, then three a day.
    expect(await milestone()).toMatchObject({
      state: 'at-risk',
      restsOnAssumption: true,
      forecast: {
        asPlanned: { p50: expect.stringMatching(/^2024-08-2[5-8]$/) },
        runRate: '2024-10-08',
        withoutAssumptions: { p50: expect.stringMatching(/^2024-10-/) },
        assumptions: [
          {
            type: 'PlantCapacityChanged',
            plant: 'cn-1',
            unitsPerMonth: 93,
            effectiveFrom: '2024-08-05',
            note: null,
            eventId: eventIdOfReported('c-1'),
            position: String(BigInt(before) + 1n),
            recordedAt: '2024-01-01T00:00:00.000Z',
          },
        ],
        notes: [],
      },
    });
  });

  it('was late as known before the capacity was told', async () => {
    expect(await milestone(`?asOf=${before}`)).toMatchObject({
      state: 'late',
      restsOnAssumption: false,
      forecast: { p50: expect.stringMatching(/^2024-10-/), assumptions: [] },
    });
  });

  it('has its running day in the calendar of the plant', async () => {
    // Still 28 July in the plant, 27 whole days in the window, and one vehicle already counted on the running day.
    const { forecast } = await milestone('?at=2024-07-28T23:59:00%2B08:00');
    expect(forecast).toMatchObject({
      window: { from: '2024-07-01', to: '2024-07-27', days: 27 },
      seed: 'made/pace-calibrated-2/2024-07-28',
      asPlanned: { p50: expect.stringMatching(/^2024-08-2[5-8]$/) },
    });
  });

  it('answers the same bytes to the same question', async () => {
    const [one, other] = [await fixture.get('/v1/milestones'), await fixture.get('/v1/milestones')];
    expect(one.text).toBe(other.text);
  });
});

it('a target raised after it was reached is first reached anew, and reverted by a void below it', async () => {
  const fixture = await openReadingFixture('2025-06-01T00:00:00Z');
  const milestone = async (query = '') => (await fixture.get(`/v1/milestones/made${query}`)).body;
  try {
    await fixture.report(
      ...PLACES,
      define('made', 'produced', 2),
      produced(1, '2025-02-01T10:00:00+08:00'),
      produced(2, '2025-02-02T10:00:00+08:00'),
      ['MilestoneRevised', '2025-02-10T00:00:00Z', { milestone: 'made', target: 4, reason: 'more' }],
    );
    expect(await milestone()).toMatchObject({ value: 2, firstReached: null });
    await fixture.report(produced(3, '2025-03-03T10:00:00+08:00'), produced(4, '2025-03-04T10:00:00+08:00', 'bj-1'));
    const reached = String(await fixture.head());
    const first = { occurredAt: '2025-03-04T02:00:00.000Z', position: reached };
    expect(await milestone()).toMatchObject({
      state: 'reached',
      firstReached: first,
      revisions: [{ firstReached: { occurredAt: '2025-02-02T02:00:00.000Z' } }, { firstReached: first }],
    });
    const voids = eventIdOfReported('gone');
    await fixture.report(produced(5, '2025-03-05T10:00:00+08:00', 'bj-1', 'su7', 'gone'), [
      'UnitEventVoided',
      '2025-03-06T00:00:00Z',
      { vin: vin(5), voids, reason: 'x' },
    ]);
    expect(await milestone()).toMatchObject({ value: 4, state: 'reached', firstReached: first });
    const second = 'gone too';
    await fixture.report(
      ['MilestoneRevised', '2025-03-07T00:00:00Z', { milestone: 'made', target: 5, reason: 'more still' }],
      produced(6, '2025-03-08T10:00:00+08:00', 'bj-1', 'su7', second),
      ['UnitEventVoided', '2025-03-09T00:00:00Z', { vin: vin(6), voids: eventIdOfReported(second), reason: 'x' }],
    );
    expect(await milestone()).toMatchObject({
      target: 5,
      value: 4,
      state: 'reverted',
      firstReached: { occurredAt: '2025-03-08T02:00:00.000Z' },
    });
    expect(await milestone(`?asOf=${reached}`)).toMatchObject({ target: 4, state: 'reached', firstReached: first });
  } finally {
    await fixture.close();
  }
});
