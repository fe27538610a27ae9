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

const halted = (plant: string, time: string, data: object = {}, id?: string): Reported => [
  'LineHalted',
  time,
  { plant, line: 'a', reason: 'drive fault', planned: false, ...data },
  id,
];
const resumed = (plant: string, time: string): Reported => ['LineResumed', time, { plant, line: 'a' }];

let fixture: ReadingFixture;
const read = async (path: string) => {
  const answer = await fixture.get(path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  return answer.body as Record<string, unknown>;
};

beforeAll(async () => {
  fixture = await openReadingFixture('2024-08-02T00:00:00Z');
  await fixture.report(
    ...PLACES,
    halted('bj-1', '2024-07-10T00:00:00+08:00', { reason: 'service', planned: true }),
    resumed('bj-1', '2024-07-10T01:00:00+08:00'),
    halted('bj-1', '2024-07-31T22:00:00+08:00'),
    resumed('bj-1', '2024-08-01T01:00:00+08:00'),
    halted('us-1', '2024-08-01T12:00:00Z', { expectedMinutes: 30, halt: 'h1' }, 'us-halt'),
    produced(1, '2024-07-01T00:00:00+08:00'),
    ['UnitShipped', '2024-07-01T12:00:00+08:00', { vin: vin(1), site: 'sh', actor: 'robot 7' }],
    delivered(1, '2024-07-02T00:00:00+08:00'),
    delivered(2, '2024-07-02T00:00:00+08:00', 'sh', 'too-early'),
    ['UnitHeld', '2024-07-03T00:00:00+08:00', { vin: vin(1), reason: 'late' }, 'refused'],
    delivered(3, '2024-07-02T00:00:00+08:00', 'unknown-site', 'nowhere'),
  );
});
afterAll(() => fixture.close());

describe('GET /v1/units/{vin}', () => {
  it('tells where a vehicle stands, and everything that was told of it', async () => {
    const { history, ...unit } = await read(`/v1/units/${vin(1)}`);
    expect(unit).toMatchObject({
      vin: vin(1),
      model: 'su7',
      plant: 'bj-1',
      line: 'a',
      state: 'delivered',
      producedAt: '2024-06-30T16:00:00.000Z',
      deliveredAt: '2024-07-01T16:00:00.000Z',
    });
    expect(history).toMatchObject([
      { type: 'UnitProduced', occurredAt: '2024-06-30T16:00:00.000Z', recordedAt: '2024-01-01T00:00:00.000Z' },
      { type: 'UnitShipped', data: { vin: vin(1), site: 'sh', actor: 'robot 7' } },
      { type: 'UnitDelivered', source: '//test/mes' },
    ]);
  });

  it('knows a vehicle of which only later facts have come', async () => {
    expect(await read(`/v1/units/${vin(2)}`)).toMatchObject({
      state: 'none',
      model: null,
      history: [{ type: 'UnitFactParked' }],
    });
  });

  it.each([vin(99), 'not-a-vin', '%00'])('answers 404 for %s, of which nothing is known', async (unknown) => {
    const answer = await fixture.get(`/v1/units/${unknown}`);
    expect([answer.status, answer.type]).toEqual([404, 'application/problem+json']);
  });
});

describe('GET /v1/lines', () => {
  it('tells how each line stands at the time of asking', async () => {
    const { lines, at } = await read('/v1/lines');
    expect(at).toBe('2024-08-02T00:00:00.000Z');
    expect(lines).toEqual([
      {
        plant: 'bj-1',
        line: 'a',
        state: 'running',
        since: '2024-07-31T17:00:00.000Z',
        unitsPerHour: 16,
        openHalts: [],
        nextOpenHalts: null,
      },
      {
        plant: 'us-1',
        line: 'a',
        state: 'halted',
        since: '2024-08-01T12:00:00.000Z',
        unitsPerHour: 10,
        openHalts: [
          {
            halt: 'h1',
            eventId: eventIdOfReported('us-halt'),
            reason: 'drive fault',
            planned: false,
            startedAt: '2024-08-01T12:00:00.000Z',
            expectedMinutes: 30,
          },
        ],
        nextOpenHalts: null,
      },
    ]);
    expect(await read('/v1/lines?plant=bj-1&at=2024-07-31T23:00:00%2B08:00')).toMatchObject({
      lines: [{ state: 'halted', since: '2024-07-31T14:00:00.000Z' }],
    });
  });
});

describe('GET /v1/downtime', () => {
  it("is by month where nothing else is asked for, each month the plant's own", async () => {
    expect(await read('/v1/downtime')).toMatchObject({
      at: '2024-08-02T00:00:00.000Z',
      rows: [
        { month: '2024-07', minutes: 120, plannedMinutes: 60, halts: 1, lostUnitsEstimate: 32, mttrMinutes: null },
        { month: '2024-08', minutes: 60 + 720, plannedMinutes: 0, halts: 2, lostUnitsEstimate: 136, mttrMinutes: 180 },
      ],
    });
  });

  it('is by line and reason, for a period of months, dates or instants', async () => {
    expect(await read('/v1/downtime?groupBy=plant,line,reason&from=2024-07&to=2024-07')).toMatchObject({
      rows: [
        { plant: 'bj-1', line: 'a', reason: 'drive fault', minutes: 120 },
        { plant: 'bj-1', line: 'a', reason: 'service', minutes: 0, plannedMinutes: 60 },
      ],
    });
    expect(await read('/v1/downtime?from=2024-08-01&to=2024-08-01&plant=bj-1')).toMatchObject({
      rows: [{ minutes: 60 }],
    });
    expect(await read('/v1/downtime?from=2024-08-01T12:00:00Z&to=2024-08-01T13:00:00Z&groupBy=plant')).toMatchObject({
      rows: [{ plant: 'us-1', minutes: 60 }],
    });
  });

  it('lets an open halt last until the time of asking', async () => {
    expect(await read('/v1/downtime?plant=us-1&at=2024-08-01T12:30:00Z')).toMatchObject({ rows: [{ minutes: 30 }] });
    expect(await read('/v1/downtime?plant=us-1&at=2024-08-01T12:00:00Z')).toMatchObject({ rows: [] });
  });
});

describe('GET /v1/network', () => {
  it('counts open sites by kind and city', async () => {
    expect(await read('/v1/network')).toMatchObject({
      sales: 1,
      service: 1,
      delivery: 1,
      cities: 2,
      perCity: [
        { city: 'New York', sales: 0, service: 1, delivery: 0 },
        { city: 'Shanghai', sales: 1, service: 0, delivery: 1 },
      ],
    });
  });
});

describe('GET /v1/quarantine', () => {
  interface Entries {
    entries: { id: string; state: string; code: string; event: { type: string } }[];
    next: string | null;
  }
  const entries = async (query: string): Promise<Entries> =>
    (await read(`/v1/quarantine?${query}`)) as unknown as Entries;
  const ids = async (query: string) => (await entries(query)).entries.map(({ id }) => id);
  const [waiting, refused, nowhere] = ['too-early', 'refused', 'nowhere'].map(eventIdOfReported);

  it('lists what waits and what was refused, with the event and the reason', async () => {
    const found = await entries('');
    expect(found.entries).toMatchObject([
      { id: waiting, state: 'waiting', code: 'out-of-order', event: { type: 'UnitDelivered', id: 'too-early' } },
      { id: refused, state: 'rejected', event: { type: 'UnitHeld', data: { vin: vin(1), reason: 'late' } } },
      { id: nowhere, state: 'waiting', code: 'unknown-site', firstSeenAt: '2024-01-01T00:00:00.000Z' },
    ]);
    expect(found.next).toBeNull();
  });

  it('takes only those of a code, a source or a state', async () => {
    expect(await ids('code=unknown-site')).toEqual([nowhere]);
    expect(await ids('state=rejected')).toEqual([refused]);
    expect(await ids('source=//test/mes&state=waiting')).toEqual([waiting, nowhere]);
    expect(await ids('source=//elsewhere')).toEqual([]);
  });

  it('counts what is open by code and source', async () => {
    const { groups } = await read('/v1/quarantine/groups');
    const group = { source: '//test/mes', entries: 1, firstSeenAt: '2024-01-01T00:00:00.000Z' };
    expect(groups).toHaveLength(3);
    expect(groups).toMatchObject([
      { ...group, code: 'out-of-order', state: 'waiting' },
      { ...group, code: 'unit-delivered', state: 'rejected' },
      { ...group, code: 'unknown-site', state: 'waiting' },
    ]);
  });

  it('goes page by page', async () => {
    const first = await entries('limit=2');
    expect(first.entries).toHaveLength(2);
    const second = await entries(`limit=2&after=${String(first.next)}`);
    expect([second.entries.map(({ id }) => id), second.next]).toEqual([[nowhere], null]);
  });
});
