import { openReadingFixture, PLACES, produced, type ReadingFixture } from './reading.fixture.js';

const FIGURES = [
  '/v1/monthly-totals',
  '/v1/daily-totals',
  '/v1/stock',
  '/v1/explain?figure=produced',
  '/v1/explain?figure=stock',
  '/v1/explain?figure=cities',
  '/v1/explain?figure=downtime',
  '/v1/changes?since=1',
  '/v1/milestones',
  '/v1/lines',
  '/v1/downtime',
  '/v1/network',
  '/v1/quarantine',
  `/v1/units/LSUBJ000000000001`,
];
const with_ = (path: string, parameter: string) => `${path}${path.includes('?') ? '&' : '?'}${parameter}`;
/** What it counts changes without the position. */
const UNTAGGED = ['/v1/sources'];
const CLOCKED = [
  '/v1/monthly-totals',
  '/v1/daily-totals',
  '/v1/explain?figure=produced',
  '/v1/explain?figure=cities',
  '/v1/network',
  '/v1/explain?figure=downtime',
  '/v1/changes?since=1',
  '/v1/milestones',
  '/v1/lines',
  '/v1/downtime',
];

describe('every answer', () => {
  let fixture: ReadingFixture;
  beforeAll(async () => {
    fixture = await openReadingFixture('2024-07-29T12:34:56.789Z');
    await fixture.report(...PLACES, produced(1, '2024-07-01T00:00:00+08:00'));
  });
  afterAll(() => fixture.close());

  it('is as of the last position, says so, and is not sent again to those who have it', async () => {
    const head = String(await fixture.head());
    for (const path of FIGURES) {
      const answer = await fixture.get(path);
      expect([path, answer.status, answer.body.position]).toEqual([path, 200, head]);
      if (UNTAGGED.includes(path)) expect([path, answer.headers.etag]).toEqual([path, undefined]);
      if (UNTAGGED.includes(path)) continue;
      const tag = answer.headers.etag ?? '';
      const again = await fixture.get(path).set('if-none-match', `"other", W/${tag}`);
      expect([path, again.status, again.text, again.headers.etag]).toEqual([path, 304, '', tag]);
    }
    await fixture.report(produced(2, '2024-07-01T00:00:00+08:00'));
    for (const path of FIGURES) {
      const changed = await fixture.get(path).set('if-none-match', `"${head}", "${head}@2024-07-29T12:34:00.000Z"`);
      expect([path, changed.status]).toEqual([path, 200]);
    }
  });

  it('that depends on the clock says at, now to the minute or as asked for, and its tag changes with it', async () => {
    for (const path of FIGURES) {
      const { body, headers } = await fixture.get(path);
      expect([path, body.at]).toEqual([path, CLOCKED.includes(path) ? '2024-07-29T12:34:00.000Z' : undefined]);
      const asked = await fixture.get(with_(path, 'at=2024-07-29T12:00:00%2B02:00'));
      if (!CLOCKED.includes(path))
        expect([path, asked.status, asked.body.code]).toEqual([path, 400, 'invalid-parameter']);
      else {
        expect([path, asked.body.at]).toEqual([path, '2024-07-29T10:00:00.000Z']);
        expect(asked.headers.etag === headers.etag).toBe(UNTAGGED.includes(path));
      }
    }
  });

  it('waits for the position its asker has written', async () => {
    const head = (await fixture.head()) + 1n;
    const reporting = fixture.report(produced(3, '2024-07-01T00:00:00+08:00'));
    const [outcome] = await reporting;
    expect(outcome).toMatchObject({ result: 'accepted', position: head });
    for (const path of FIGURES) {
      const answer = await fixture.get(with_(path, `minPosition=${head}`));
      expect([path, answer.status, answer.body.position]).toEqual([path, 200, String(head)]);
    }
  });

  it('is a problem that names the parameter which is wrong or unknown', async () => {
    for (const path of FIGURES)
      for (const parameter of ['minPosition=-1', 'minPosition=1&minPosition=2', 'nonsense=1']) {
        const answer = await fixture.get(with_(path, parameter));
        const [name] = parameter.split('=');
        expect([path, answer.status, answer.type]).toEqual([path, 400, 'application/problem+json']);
        expect(answer.body).toMatchObject({
          status: 400,
          code: 'invalid-parameter',
          errors: [{ pointer: `/query/${name}` }],
        });
      }
  });

  it.each([
    ['/v1/monthly-totals?from=2024-7', 'from'],
    ['/v1/monthly-totals?from=2024-07-01', 'from'],
    ['/v1/monthly-totals?from=2024-07&to=2024-06', 'to'],
    ['/v1/monthly-totals?groupBy=line', 'groupBy'],
    ['/v1/monthly-totals?plant=all', 'plant'],
    ['/v1/monthly-totals?at=2024-07-29', 'at'],
    ['/v1/monthly-totals?at=9999-12-31T00:00:00Z', 'at'],
    ['/v1/monthly-totals?asOf=2024-07-29', 'asOf'],
    ['/v1/daily-totals?from=2024-02-30', 'from'],
    ['/v1/daily-totals?from=2024-07', 'from'],
    ['/v1/stock?asOf=now', 'asOf'],
    ['/v1/stock?asOf=999999', 'asOf'],
    ['/v1/explain', 'figure'],
    ['/v1/explain?figure=profit', 'figure'],
    ['/v1/explain?figure=produced&limit=0', 'limit'],
    ['/v1/explain?figure=produced&limit=1001', 'limit'],
    ['/v1/explain?figure=produced&after=x', 'after'],
    ['/v1/explain?figure=produced&from=2024', 'from'],
    ['/v1/explain?figure=produced&from=2024-07-15&to=2024-06', 'to'],
    ['/v1/explain?figure=produced&line=a', 'line'],
    ['/v1/explain?figure=produced&since=2&asOf=1', 'since'],
    ['/v1/explain?figure=produced&since=999999', 'since'],
    ['/v1/explain?figure=cities&plant=bj-1', 'plant'],
    ['/v1/explain?figure=downtime&model=su7', 'model'],
    ['/v1/explain?milestone=a&plant=bj-1', 'plant'],
    ['/v1/changes', 'since'],
    ['/v1/changes?since=2024-07-01', 'since'],
    ['/v1/changes?since=2&asOf=1', 'since'],
    ['/v1/changes?since=999999', 'since'],
    ['/v1/changes?since=1&limit=1001', 'limit'],
    ['/v1/sources?asOf=1', 'asOf'],
    ['/v1/downtime?from=July', 'from'],
    ['/v1/downtime?from=2024-07-02&to=2024-06', 'to'],
    ['/v1/downtime?groupBy=model', 'groupBy'],
    ['/v1/quarantine?state=lost', 'state'],
    ['/v1/log?after=x', 'after'],
    ['/v1/log?limit=0', 'limit'],
    ['/v1/status?at=2024-07-29T00:00:00Z', 'at'],
  ])('%s is answered with what is wrong with %s', async (path, parameter) => {
    const answer = await fixture.get(encodeURI(path));
    expect([answer.status, answer.type, answer.body.code]).toEqual([
      400,
      'application/problem+json',
      'invalid-parameter',
    ]);
    expect(answer.body.errors).toMatchObject([{ pointer: `/query/${parameter}` }]);
    expect(answer.body.detail).toContain(parameter);
  });

  it('about the last month that can be written is an answer too', async () => {
    await fixture.report([
      'MonthlyTargetSet',
      '2024-07-01T00:00:00Z',
      { metric: 'produced', month: '9999-12', target: 1 },
    ]);
    expect((await fixture.get('/v1/monthly-totals')).status).toBe(200);
    expect((await fixture.get('/v1/downtime?from=9999-12&to=9999-12')).body.rows).toEqual([]);
    expect((await fixture.get('/v1/downtime?from=9999-12-31&to=9999-12-31')).body.rows).toEqual([]);
  });
});

describe('while the read model stays behind', () => {
  let fixture: ReadingFixture;
  let before: string;
  let head: string;
  beforeAll(async () => {
    fixture = await openReadingFixture('2024-07-29T12:00:00Z');
    await fixture.report(...PLACES);
    before = String(await fixture.head());
    await fixture.stopProjector();
    fixture.clock.recorded += 1_000;
    await fixture.report(produced(1, '2024-07-01T00:00:00+08:00'));
    head = String(await fixture.head());
  });
  afterAll(() => fixture.close());

  it('what is still to come is answered 503 with Retry-After, never from less than was asked for', async () => {
    const queries = [`minPosition=${head}`, `asOf=${head}`, 'asOf=2024-02-01T00:00:00Z'];
    for (const answer of await Promise.all(queries.map((query) => fixture.get(`/v1/stock?${query}`)))) {
      expect([answer.status, answer.type, answer.body.code]).toEqual([
        503,
        'application/problem+json',
        'not-caught-up',
      ]);
      expect(answer.headers['retry-after']).toBe('1');
    }
    expect((await fixture.get('/v1/stock?asOf=2023-12-01T00:00:00Z')).status).toBe(200);
  });

  it.each(['minPosition', 'asOf'])('%s beyond the log itself is answered 400 at once', async (name) => {
    const started = Date.now();
    const answer = await fixture.get(`/v1/stock?${name}=${String(Number(head) + 1)}`);
    expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([400, `/query/${name}`]);
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it('the last good position goes on being answered', async () => {
    expect((await fixture.get('/v1/stock')).body).toMatchObject({ position: before, produced: 0 });
    expect((await fixture.get(`/v1/units/LSUBJ000000000001`)).status).toBe(404);
  });

  it('status says that figures are not caught up', async () => {
    const { body } = await fixture.get('/v1/status');
    expect(body).toMatchObject({ position: before, head, caughtUp: false });
    expect(body.lagEvents).toBeGreaterThanOrEqual(1);
  });
});
