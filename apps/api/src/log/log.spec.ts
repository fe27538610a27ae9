import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openReadingFixture, PLACES, produced, vin, type ReadingFixture } from '../asking/reading.fixture.js';

interface Line {
  position: string;
  stream: string;
  revision: number;
  type: string;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

let fixture: ReadingFixture;
const UNITS = 250;
const lines = async (query = ''): Promise<Line[]> => {
  const answer = await fixture
    .get(`/v1/log${query}`)
    .buffer(true)
    .parse((response, done) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => done(null, text));
    });
  expect([answer.status, answer.type]).toEqual([200, 'application/x-ndjson']);
  const text = answer.body as string;
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
};

beforeAll(async () => {
  fixture = await openReadingFixture('2024-07-29T12:00:00Z');
  await fixture.report(
    ...PLACES,
    ...Array.from({ length: UNITS }, (_, index) => produced(index, '2024-07-01T00:00:00+08:00')),
  );
});
afterAll(() => fixture.close());

describe('GET /v1/log', () => {
  it('gives every event in order, as it is stored', async () => {
    const log = await lines();
    expect(log.map(({ position }) => BigInt(position))).toEqual(
      Array.from({ length: 8 + UNITS }, (_, index) => BigInt(index + 1)),
    );
    expect(log[0]).toMatchObject({ stream: 'ledger', revision: 0, type: 'LedgerOpened' });
    const { events } = await fixture.store.readAll({ after: -1n, limit: 1_000 });
    expect(log.map(({ data, metadata }) => [data, metadata])).toEqual(
      events.map(({ data, metadata }) => [JSON.parse(data), JSON.parse(metadata)]),
    );
  });

  it('goes on after a position, at most so far as asked', async () => {
    expect((await lines('?after=3&limit=2')).map(({ position }) => position)).toEqual(['4', '5']);
    expect(await lines(`?after=${String(await fixture.head())}`)).toEqual([]);
  });

  it('gives one stream by itself', async () => {
    expect(await lines(`?stream=unit-${vin(7)}`)).toMatchObject([{ stream: `unit-${vin(7)}`, type: 'UnitProduced' }]);
    expect(await lines('?stream=nothing')).toEqual([]);
    expect(await lines(`?stream=unit-${vin(7)}&after=${String(await fixture.head())}`)).toEqual([]);
  });

  it('ends for good when its reader goes away, and goes on serving others', async () => {
    const server = (fixture.get('/livez') as unknown as { app: { address(): AddressInfo } }).app;
    const { port } = server.address();
    await new Promise<void>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: '/v1/log' }, (response) => {
        response.once('data', () => {
          response.destroy();
          resolve();
        });
      }).once('error', reject);
    });
    expect((await fixture.get('/v1/stock')).body.produced).toBe(UNITS);
  });
});

describe('status', () => {
  it('says where the ledger stands', async () => {
    const head = String(await fixture.head());
    const { body } = await fixture.get('/v1/status');
    expect(body).toMatchObject({ position: head, head, lagEvents: 0, lagSeconds: 0, caughtUp: true, generation: '1' });
    expect(body.eventStore).toMatch(/^sqlite:/);
    expect(body.readModel).toMatch(/^sqlite:/);
    expect(body).not.toHaveProperty('stopped');
  });

  it('is alive and ready', async () => {
    expect((await fixture.get('/livez')).body).toEqual({ alive: true });
    expect((await fixture.get('/readyz')).body).toMatchObject({
      ready: true,
      checks: { eventStore: 'ok', projector: 'ok' },
    });
  });
});
