import { request } from 'node:http';
import { loadSetup } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { eventIdFor, held, newVin, places, produced } from '../support/events.js';
import { openLive, type LiveConnection } from '../support/live.js';
import { problemOf } from '../support/problem.js';
import { ask, said } from '../support/ask.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
const open: LiveConnection[] = [];
const follow = async (options: Parameters<typeof openLive>[1] = {}): Promise<LiveConnection> => {
  const live = await openLive(service.url, options);
  open.push(live);
  return live;
};
const positionsOf = ({ reported }: LiveConnection) => reported.map(({ id }) => id);
const logged = async (after = '0') =>
  (await service.log()).map(({ position }) => String(position)).filter((position) => BigInt(position) > BigInt(after));

afterEach(async () => {
  for (const live of open.splice(0)) live.drop();
  await service.close();
});

describe('who follows the ledger live', () => {
  beforeEach(async () => {
    service = await startTestService();
    await service.send.batch(places());
  });

  it('goes on from where it began, when it is cut off before it has been told of any event', async () => {
    const [before] = (await service.log()).slice(-1);
    const live = await openLive(service.url);
    await eventually(() => live.positions.length > 0);
    live.drop();
    expect(live.lastId()).toBe(before?.position);
    const { position } = said(await service.send.structured(produced(newVin())));
    const again = await openLive(service.url, { after: live.lastId() });
    await eventually(() => again.reported.length > 0);
    again.drop();
    expect(again.reported.map(({ id }) => id)).toEqual([position]);
  });

  it('is told of an event as soon as the figures have it, by its position, and reads it then', async () => {
    const live = await follow();
    expect(live.status).toBe(200);
    expect(live.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    const vin = newVin();
    const event = produced(vin);
    const { position } = said(await service.send.structured(event));
    await eventually(() => live.reported.length > 0);
    expect((await service.get(`/v1/units/${vin}`)).status).toBe(200);
    expect(live.reported).toEqual([
      {
        id: position,
        event: 'message',
        data: {
          position,
          stream: `unit-${vin}`,
          revision: 0,
          type: 'UnitProduced',
          eventId: eventIdFor(event),
          occurredAt: event.time,
          recordedAt: expect.stringMatching(/^\d{4}-/),
        },
      },
    ]);
    await eventually(() => live.positions.at(-1)?.data.position === position);
    expect(live.positions.at(-1)).toEqual({ id: position, event: 'position', data: { position, caughtUp: true } });
  });

  it('begins with how far the figures have come, and with nothing that happened before', async () => {
    await service.read('/v1/stock');
    const live = await follow();
    await eventually(() => live.positions.length > 0);
    const [{ data }] = live.positions as [LiveConnection['positions'][number]];
    expect(data).toEqual({ position: (await logged()).at(-1), caughtUp: true });
    const { position } = said(await service.send.structured(produced(newVin())));
    await eventually(() => live.reported.length > 0);
    expect(positionsOf(live)).toEqual([position]);
  });

  it('is told of everything after the place it names: by Last-Event-ID, or by the address when it comes first', async () => {
    await service.send.batch([produced(newVin()), produced(newVin())]);
    const [first = ''] = await logged();
    const expected = await logged(first);
    for (const options of [{ after: first }, { query: `?after=${first}` }, { query: `?lastEventId=${first}` }]) {
      const live = await follow(options);
      await eventually(() => live.reported.length >= expected.length);
      expect(positionsOf(live)).toEqual(expected);
    }
    const browser = await follow({ query: '?after=0', after: first });
    await eventually(() => browser.reported.length >= expected.length);
    expect(positionsOf(browser)).toEqual(expected);
  });

  it('sees the data of events when it asks for it', async () => {
    const live = await follow({ query: '?data=true' });
    const vin = newVin();
    await service.send.structured(held(vin, { data: { vin, reason: 'paint: and "more" – ünïcode' } }));
    await service.send.structured(produced(vin));
    await eventually(() => live.reported.length >= 3);
    expect(live.reported.map(({ data }) => data.type)).toEqual(['UnitFactParked', 'UnitProduced', 'UnitHeld']);
    expect(live.reported.at(-1)?.data.data).toEqual({ vin, reason: 'paint: and "more" – ünïcode' });
  });

  it('may ask for positions only, as a page does that asks again for its figures', async () => {
    const live = await follow({ query: '?events=none' });
    const { position } = said(await service.send.structured(produced(newVin())));
    await eventually(() => live.positions.at(-1)?.data.position === position);
    await service.read('/v1/stock');
    expect(live.reported).toEqual([]);
  });

  it('is told what is wrong with how it asks', async () => {
    const head = (await logged()).at(-1) ?? '';
    for (const [path, headers, pointer] of [
      ['/v1/live?after=x', {}, '/query/after'],
      ['/v1/live?events=some', {}, '/query/events'],
      ['/v1/live?since=1', {}, '/query/since'],
      ['/v1/live', { 'last-event-id': 'x' }, '/headers/last-event-id'],
      ['/v1/live', { 'last-event-id': String(BigInt(head) + 1n) }, '/headers/last-event-id'],
    ] as const) {
      const answer = await ask(service.url + path, { headers });
      expect([answer.status, problemOf(answer).errors[0].pointer]).toEqual([400, pointer]);
    }
    const headers = await ask(`${service.url}/v1/live`, { method: 'HEAD' });
    expect([headers.status, headers.body]).toEqual([200, '']);
  });

  it('is dropped when it does not read, while the others go on and nobody waits', async () => {
    await service.send.batch(loadSetup());
    const [slow, quick] = [await follow({ query: '?data=true' }), await follow({ query: '?data=true' })];
    slow.pause();
    const vins = Array.from({ length: 400 }, newVin);
    await service.send.batch(vins.map((vin) => produced(vin)));
    const reason = 'x'.repeat(50_000);
    for (let first = 0; first < vins.length && !slow.isOver; first += 50)
      await service.send.batch(vins.slice(first, first + 50).map((vin) => held(vin, { data: { vin, reason } })));
    const last = (await logged()).at(-1);
    await eventually(() => quick.lastId() === last);
    await eventually(async () =>
      /ledger_live_departures_total\{reason="too-slow"\} 1/.test((await service.get('/metrics')).body),
    );
    expect(quick.isOver).toBe(false);
    slow.resume();
    await slow.over;
    // It comes again with what it read last, and has missed nothing.
    const again = await follow({ query: '?data=true', after: slow.lastId() });
    await eventually(() => again.lastId() === last);
    expect([...positionsOf(slow), ...positionsOf(again)]).toEqual(positionsOf(quick));
  }, 60_000);
});

describe('a cap on live connections', () => {
  it('refuses one more with Retry-After, and has room again when one has left', async () => {
    service = await startTestService({ liveConnections: 2 });
    const [first] = [await follow(), await follow()];
    const refused = await ask(`${service.url}/v1/live`);
    expect([refused.status, problemOf(refused).code]).toEqual([503, 'too-many-live-clients']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    first.drop();
    await eventually(async () => (await follow()).status === 200);
  });
});

describe('a service that stops', () => {
  it('sends its live clients away at once, also those that do not read', async () => {
    service = await startTestService();
    const live = await Promise.all(Array.from({ length: 20 }, () => follow()));
    live[0]?.pause();
    const began = performance.now();
    await service.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    await Promise.all(live.slice(1).map(({ over }) => over));
    expect(live.at(-1)?.comments).toEqual(['the service is being stopped']);
    service = await startTestService();
  });

  it('answers a request that only wants the headers', async () => {
    service = await startTestService();
    const status = await new Promise((resolve, reject) => {
      request(`${service.url}/v1/live`, { method: 'HEAD' }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });
});
