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

const define = (milestone: string, metric: string, target: number, more: object = {}): Told => [
  'MilestoneDefined',
  '2024-06-01T00:00:00Z',
  { milestone, title: `${target} ${metric}`, metric, target, due: '2024-12-31', ...more },
];

/** Units produced on each of so many days of July, one a day. */
const daily = (days: number, first: number): Told[] =>
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
    await fixture.tell(
      ...PLACES,
      define('made', 'produced', 100),
      define('made-us', 'produced', 100, { plant: 'us-1' }),
      define('sold', 'delivered', 2),
      define('cities', 'cities', 2),
      define('gone', 'produced', 1),
      define('over', 'produced', 1_000, { due: '2024-07-28', plant: 'bj-1' }),
      ...daily(20, 1),
      delivered(1, '2024-07-28T11:00:00+08:00'),
    );
    await fixture.tell(delivered(2, '2024-07-28T12:00:00+08:00', 'sh', 'second'));
    early = String(await fixture.head());
    fixture.clock.recorded = Date.parse('2024-07-28T00:00:00Z');
    await fixture.tell(
      ['UnitReturned', '2024-07-28T13:00:00+08:00', { vin: vin(1), site: 'sh', reason: 'paint' }],
      [
        'MilestoneRevised',
        '2024-07-28T00:00:00Z',
        { milestone: 'made', target: 300, due: '2025-01-31', reason: 'more demand' },
      ],
      ['MilestoneWithdrawn', '2024-07-28T00:00:00Z', { milestone: 'gone', reason: 'not wanted' }],
    );
  });
  afterAll(() => fixture.close());

  it('tell value, what remains, and the pace they are at, by plain run-rate while there is no forecast', async () => {
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
      // 20 in the 20 days since the first: 280 more days.
      state: 'late',
      basis: 'run-rate',
      firstReached: null,
      forecast: null,
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
      made: 'late',
      'made-us': 'insufficient-history',
      sold: 'reverted',
      cities: 'reached',
      gone: 'withdrawn',
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
      eventId: eventIdOfTold('second'),
    });
  });

  it('are as they were known at an earlier position', async () => {
    expect(await states(`asOf=${early}`)).toEqual({
      made: 'on-track',
      'made-us': 'insufficient-history',
      sold: 'reached',
      cities: 'reached',
      gone: 'reached',
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
  const site = (number: number, type: 'SiteOpened' | 'SiteClosed', time: string): Told => [
    type,
    time,
    type === 'SiteOpened' ? { site: `s${number}`, kind: 'sales', city: `City ${number}` } : { site: `s${number}` },
  ];
  try {
    await fixture.tell(
      define('sales', 'sitesOpen:sales', 5, { due: '2024-08-26' }),
      define('cities', 'cities', 5, { due: '2024-08-24' }),
      ...[1, 2, 3, 4].map((number) => site(number, 'SiteOpened', `2024-07-0${number}T12:00:00Z`)),
      site(1, 'SiteClosed', '2024-07-20T12:00:00Z'),
    );
    const { milestones } = (await fixture.get('/v1/milestones')).body as { milestones: Record<string, unknown>[] };
    // Net 3 in the 28 days since 1 July: the 2 to come take 18 days and 16 hours.
    expect(milestones).toMatchObject([
      { id: 'cities', value: 3, remaining: 2, state: 'on-track' },
      { id: 'sales', value: 3, remaining: 2, state: 'on-track' },
    ]);
    const tighter = await fixture.tell([
      'MilestoneRevised',
      '2024-07-28T00:00:00Z',
      { milestone: 'sales', due: '2024-08-15', reason: 'sooner' },
    ]);
    expect(tighter).toMatchObject([{ result: 'accepted' }]);
    expect((await fixture.get('/v1/milestones/sales')).body).toMatchObject({ state: 'late', basis: 'run-rate' });
  } finally {
    await fixture.close();
  }
});
