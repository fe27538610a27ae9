import {
  delivered,
  openReadingFixture,
  PLACES,
  produced,
  vin,
  type ReadingFixture,
  type Reported,
} from '../asking/reading.fixture.js';

interface Source {
  source: string;
  lastHeard: string;
  silentSeconds: number;
  lateness: { events: number; medianSeconds: number; p95Seconds: number; maxSeconds: number } | null;
  counts: object;
  sequence: object | null;
}

let fixture: ReadingFixture;
const sources = async (query = ''): Promise<Source[]> => {
  const answer = await fixture.get(`/v1/sources${query}`);
  expect([answer.status, answer.type]).toEqual([200, 'application/json']);
  return answer.body.sources as Source[];
};
const only = async (source: string, query = '') => (await sources(query)).find((each) => each.source === source);

const MES = '//test/mes';
const from = (source: string, sequence: string, reported: Reported): Reported => [
  reported[0],
  reported[1],
  reported[2],
  reported[3],
  { source, sequence },
];

beforeAll(async () => {
  fixture = await openReadingFixture('2024-07-01T12:00:00Z');
  await fixture.report(...PLACES);
  fixture.clock.recorded = Date.parse('2024-07-01T00:00:10Z');
  await fixture.report(
    from('//erp', '1', produced(1, '2024-07-01T00:00:00Z')),
    from('//erp', '2', produced(2, '2024-07-01T00:00:08Z')),
    from('//erp', '5', delivered(3, '2024-07-01T00:00:09Z')),
    from('//erp', '6', delivered(1, '2024-07-01T00:00:09Z', 'unknown-site')),
    from('//erp', 'seven', produced(1, '2024-07-01T00:00:03Z')),
    from('//erp', 'nine', ['UnitHeld', '2024-07-01T00:00:09Z', { vin: vin(2), reason: 'paint' }]),
  );
});
afterAll(() => fixture.close());

describe('GET /v1/sources', () => {
  it('tells of each source when it was heard last, and for how long it has been silent', async () => {
    expect((await sources()).map(({ source }) => source)).toEqual(['//erp', MES]);
    expect(await only('//erp')).toMatchObject({
      firstHeard: '2024-07-01T00:00:10.000Z',
      lastHeard: '2024-07-01T00:00:10.000Z',
      lastOccurred: '2024-07-01T00:00:09.000Z',
      silentSeconds: 12 * 3_600 - 10,
    });
    expect(await only('//erp', '?at=2024-07-01T00:00:00Z')).toMatchObject({ silentSeconds: 0 });
  });

  it('counts what became of its events, its duplicates beside the log, and says since when', async () => {
    expect((await only('//erp'))?.counts).toEqual({
      accepted: 3,
      quarantined: 2,
      rejected: 0,
      differing: 1,
      duplicates: 1,
    });
    const { countedSince } = (await fixture.get('/v1/sources')).body as { countedSince: string };
    expect(Date.parse(countedSince)).toBeGreaterThan(Date.parse('2024-01-01T00:00:00Z'));
  });

  it('measures how late they were told', async () => {
    expect((await only('//erp'))?.lateness).toMatchObject({ events: 5, maxSeconds: 10 });
    const { medianSeconds = 0, p95Seconds = 0 } = (await only('//erp'))?.lateness ?? {};
    expect(medianSeconds).toBeGreaterThanOrEqual(1 - 1 / 8);
    expect(medianSeconds).toBeLessThanOrEqual(1 + 1 / 8);
    expect(p95Seconds).toBe(10);
  });

  it('lists the gaps in its sequence, and closes one once what was missing comes', async () => {
    const sequence = { first: 1, last: 6, missing: 2, gaps: [{ from: 3, to: 4 }], gapsTruncated: false };
    expect((await only('//erp'))?.sequence).toEqual(sequence);
    expect((await only(MES))?.sequence).toBeNull();
    await fixture.report(from('//erp', '4', produced(4, '2024-07-01T00:00:08Z')));
    expect((await only('//erp'))?.sequence).toEqual({ ...sequence, missing: 1, gaps: [{ from: 3, to: 3 }] });
  });

  it('misses no number that was heard, though its event was a duplicate and left nothing in the log', async () => {
    const head = await fixture.head();
    await fixture.report(from('//erp', '3', produced(1, '2024-07-01T00:00:00Z')));
    expect(await fixture.head()).toBe(head);
    expect(await only('//erp')).toMatchObject({
      counts: { duplicates: 2 },
      sequence: { first: 1, last: 6, missing: 0, gaps: [] },
    });
  });

  it('names a source that told only what was there already', async () => {
    await fixture.report(from('//echo', '7', produced(1, '2024-07-01T00:00:00Z')));
    expect(await only('//echo')).toMatchObject({
      lastHeard: '2024-07-01T00:00:10.000Z',
      lastOccurred: null,
      lateness: null,
      counts: { accepted: 0, duplicates: 1 },
      sequence: { first: 7, last: 7, missing: 0 },
      position: null,
    });
  });

  it('has no ETag: what is counted beside the log changes without a position', async () => {
    const answer = await fixture.get('/v1/sources').set('if-none-match', '*');
    expect([answer.status, answer.headers.etag, answer.headers['cache-control']]).toEqual([200, undefined, 'no-store']);
  });

  it('hears a fact that had to wait once, and counts it as accepted when its time has come', async () => {
    const before = await only('//erp');
    fixture.clock.recorded += 60_000;
    await fixture.report(from('//other', '1', produced(3, '2024-07-01T00:00:08Z')));
    expect(await only('//erp')).toMatchObject({
      lastHeard: before?.lastHeard,
      lateness: before?.lateness,
      counts: { accepted: 5, quarantined: 2 },
    });
  });

  it('goes page by page', async () => {
    const answer = await fixture.get('/v1/sources?limit=1');
    expect([answer.body.sources.length, answer.body.next]).toEqual([1, '//echo']);
    expect((await sources('?limit=1&after=//echo')).map(({ source }) => source)).toEqual(['//erp']);
    expect((await sources('?limit=1&after=//erp')).map(({ source }) => source)).toEqual(['//other']);
  });
});
