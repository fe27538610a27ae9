import { randomUUID } from 'node:crypto';
import { openReadingFixture, PLACES, produced, type ReadingFixture } from '../asking/reading.fixture.js';

describe('when something is wrong', () => {
  let fixture: ReadingFixture;
  beforeEach(async () => {
    fixture = await openReadingFixture('2024-07-29T12:00:00Z');
    await fixture.report(...PLACES);
  });
  afterEach(() => fixture.close());

  async function until(path: string, status: number) {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const answer = await fixture.get(path);
      if (answer.status === status) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${path} never answered ${status}`);
  }

  it('the status has a tag of all it says, and is answered 304 only while nothing of it has changed', async () => {
    const { headers, status } = await fixture.get('/v1/status');
    const tag = headers.etag ?? 'none';
    expect([status, tag]).toEqual([200, expect.stringMatching(/^"[\w-]+"$/)]);
    expect((await fixture.get('/v1/status').set('if-none-match', tag)).status).toBe(304);
    await fixture.report(produced(1, '2024-07-28T10:00:00+08:00'));
    expect((await fixture.get('/v1/status').set('if-none-match', tag)).status).toBe(200);
  });

  it('a projector that stopped makes it not ready, says why, and the last good figures are still answered', async () => {
    const before = String(await fixture.head());
    const recordedAt = new Date(fixture.clock.recorded).toISOString();
    const metadata = {
      version: 1,
      eventId: randomUUID(),
      source: '//newer',
      id: '1',
      occurredAt: recordedAt,
      recordedAt,
      hash: 'x',
    };
    const event = { id: randomUUID(), type: 'PlantMoved', data: { plant: 'bj-1' }, metadata };
    await fixture.store.append({ stream: 'plant-bj-1', expectedRevision: 0, events: [event] });
    const { body, type } = await until('/readyz', 503);
    expect(type).toBe('application/problem+json');
    expect(body).toMatchObject({
      code: 'not-ready',
      ready: false,
      checks: { eventStore: 'ok', projector: expect.stringContaining('PlantMoved') as unknown },
    });
    expect((await fixture.get('/v1/status')).body).toMatchObject({
      position: before,
      caughtUp: false,
      stopped: { type: 'PlantMoved', stream: 'plant-bj-1', position: String(await fixture.head()) },
    });
    expect((await fixture.get('/v1/network')).body).toMatchObject({ position: before, cities: 2 });
    expect((await fixture.get('/livez')).status).toBe(200);
  });

  it('a store that does not answer makes it not ready, and what needs the store is answered 503', async () => {
    await fixture.stopProjector();
    await fixture.store.close();
    expect((await until('/readyz', 503)).body).toMatchObject({ checks: { eventStore: 'does not answer' } });
    expect((await fixture.get('/v1/status')).body).toMatchObject({ head: null, caughtUp: false });
    for (const path of ['/v1/log', '/v1/network?minPosition=999']) {
      const answer = await fixture.get(path);
      expect([path, answer.status, answer.body.code]).toEqual([path, 503, 'store-unavailable']);
    }
    expect((await fixture.get('/v1/network')).body).toMatchObject({ cities: 2 });
  });
});
