import { delivered, openReadingFixture, PLACES, produced, type ReadingFixture } from './reading.fixture.js';
let fixture: ReadingFixture;
beforeAll(async () => {
  fixture = await openReadingFixture('2024-07-29T12:00:30Z');
});
afterAll(() => fixture.close());
it('smoke', async () => {
  console.log(
    JSON.stringify(
      await fixture.tell(
        ...PLACES,
        produced(1, '2024-07-01T00:00:00+08:00'),
        delivered(1, '2024-07-02T00:00:00+08:00'),
      ),
      (_, v) => (typeof v === 'bigint' ? String(v) : v),
    ),
  );
  for (const path of [
    '/v1/monthly-totals',
    '/v1/daily-totals?groupBy=plant,model',
    '/v1/stock?groupBy=plant',
    '/v1/explain?figure=delivered',
    '/v1/milestones',
    '/v1/lines',
    '/v1/downtime',
    '/v1/network',
    '/v1/status',
    '/livez',
    '/readyz',
    '/v1/quarantine',
    '/v1/log',
    '/v1/units/LSUBJ000000000001',
    '/v1/monthly-totals?asOf=5',
    '/v1/stock?asOf=9',
    '/v1/network?asOf=7',
  ]) {
    const a = await fixture.get(path);
    console.log(path, a.status, a.text.slice(0, 1500), a.headers.etag);
  }
});
