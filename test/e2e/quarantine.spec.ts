import { ask, said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import {
  delivered,
  ERP,
  event,
  eventIdFor,
  held,
  lineCommissioned,
  newVin,
  places,
  plantRegistered,
  produced,
  type TestEvent,
} from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

interface Entry {
  readonly id: string;
  readonly state: string;
  readonly code: string;
  readonly outcome?: string;
}

describeOnEachEngine('quarantine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ engine });
    await service.send.batch(places());
  });
  afterAll(() => service.close());

  const list = async (query = ''): Promise<Entry[]> => (await service.read(`/v1/quarantine${query}`)).entries;
  const entryOf = async (sent: TestEvent) => (await list('?limit=1000')).find(({ id }) => id === eventIdFor(sent));
  const retry = (sent: TestEvent) => service.post(`/v1/quarantine/${eventIdFor(sent)}/retry`);
  const discard = (sent: TestEvent, body: unknown) => service.post(`/v1/quarantine/${eventIdFor(sent)}/discard`, body);
  const refuse = async (sent: TestEvent, code: string) =>
    expect(problemOf(await service.send.structured(sent))).toMatchObject({ code, quarantine: eventIdFor(sent) });
  const lengthOf = async (sent: TestEvent) => (await service.log(`quarantine-${eventIdFor(sent)}`)).length;

  it('lists what is kept with its event, code and detail, by code, source and state', async () => {
    const refused = produced('list-1', { source: '//list.example' });
    const waiting = delivered(newVin(), { source: '//list.example' });
    await refuse(refused, 'invalid-vin');
    await service.send.structured(waiting);
    const [first, second, ...more] = await list('?source=//list.example');
    expect(first).toMatchObject({
      id: eventIdFor(refused),
      state: 'rejected',
      code: 'invalid-vin',
      detail: expect.stringContaining('/data/vin'),
      event: { type: 'UnitProduced', source: refused.source, id: refused.id, time: refused.time, data: refused.data },
    });
    expect(second).toMatchObject({
      id: eventIdFor(waiting),
      state: 'waiting',
      code: 'out-of-order',
      event: { type: 'UnitDelivered', source: waiting.source, id: waiting.id, data: waiting.data },
    });
    expect(more).toEqual([]);
    const ids = async (query: string) => (await list(`?source=//list.example&${query}`)).map(({ id }) => id);
    expect(await ids('state=waiting')).toEqual([eventIdFor(waiting)]);
    expect(await ids('state=rejected')).toEqual([eventIdFor(refused)]);
    expect(await ids('state=resolved')).toEqual([]);
    expect(await ids('code=invalid-vin')).toEqual([eventIdFor(refused)]);
    expect(await ids('code=out-of-order')).toEqual([eventIdFor(waiting)]);
    expect(problemOf(await service.get('/v1/quarantine?state=lost'))).toMatchObject({ status: 400 });
  });

  it('retries one event: refused again while its reason stands, taken in when it is gone', async () => {
    const vin = newVin();
    await service.send.batch([produced(vin), held(vin)]);
    const sent = delivered(vin, { time: '2024-07-21T08:00:00.000Z' });
    await refuse(sent, 'unit-held');
    const again = await retry(sent);
    expect([again.status, said(again)]).toMatchObject([200, { result: 'rejected', code: 'unit-held' }]);
    expect((await service.log(`quarantine-${eventIdFor(sent)}`)).map(({ type }) => type)).toEqual(['EventQuarantined']);
    await service.send.structured(event('UnitReleased', { vin, reason: 'dry' }, { time: '2024-07-20T18:00:00.000Z' }));
    expect(said(await retry(sent))).toMatchObject({ result: 'accepted', eventId: eventIdFor(sent) });
    expect(await entryOf(sent)).toMatchObject({ state: 'resolved', outcome: 'accepted' });
    const [, , , stored] = await service.log(`unit-${vin}`);
    expect(stored).toMatchObject({
      data: sent.data,
      metadata: { source: sent.source, id: sent.id, occurredAt: sent.time },
    });
    expect(problemOf(await retry(sent))).toMatchObject({ status: 409, code: 'already-settled' });
  });

  it('takes in by itself all that waits for a plant, once that is registered', async () => {
    const source = '//bulk.example';
    const made = Array.from({ length: 30 }, () => produced(newVin(), { source }, 'bulk-1'));
    const elsewhere = produced(newVin(), { source }, 'bulk-2');
    const handed = made.map(({ data }) => delivered(String(data.vin), { source }));
    await service.send.batch([...made, elsewhere, ...handed]);
    expect(await list(`?source=${source}&state=waiting`)).toHaveLength(61);
    await service.send.batch([plantRegistered('bulk-1'), lineCommissioned('bulk-1')]);
    await eventually(async () => (await list(`?source=${source}&state=resolved`)).length === 60);
    expect(await list(`?source=${source}&state=waiting`)).toMatchObject([{ id: eventIdFor(elsewhere) }]);
    const { rows } = await service.read('/v1/monthly-totals?plant=bulk-1');
    expect(rows).toMatchObject([{ produced: 30, delivered: 30 }]);
  });

  it('retries all of a code or source, and appends nothing for what stays as it was', async () => {
    const source = '//refused.example';
    const vins = Array.from({ length: 30 }, newVin);
    await service.send.batch(vins.map((vin) => produced(vin)));
    const released = vins.map((vin) =>
      event('UnitReleased', { vin, reason: 'dry' }, { source, time: '2024-07-20T18:00:00.000Z' }),
    );
    await service.send.batch(released);
    const { groups } = await service.read('/v1/quarantine/groups');
    expect(groups).toContainEqual(
      expect.objectContaining({ code: 'not-held', source, state: 'rejected', entries: 30 }),
    );
    const retryAll = async () => said(await service.post(`/v1/quarantine/retry?code=not-held&source=${source}`));
    const before = (await service.log()).length;
    expect(await retryAll()).toEqual({ retried: 30, accepted: 0, duplicates: 0, quarantined: 0, rejected: 30 });
    expect(await service.log()).toHaveLength(before);
    await service.send.batch(vins.slice(0, 10).map((vin) => held(vin, { time: '2024-07-20T12:00:00.000Z' })));
    expect(await retryAll()).toMatchObject({ retried: 30, accepted: 10, rejected: 20 });
    expect(said(await service.post(`/v1/quarantine/retry?source=//nobody.example`))).toMatchObject({ retried: 0 });
    expect(problemOf(await service.post('/v1/quarantine/retry?plant=bulk-1')).status).toBe(400);
  });

  it('discards all of a code or source, with one reason', async () => {
    const source = '//test-system.example';
    const sent = [
      ...Array.from({ length: 40 }, () => produced(newVin(), { source }, 'never-2')),
      delivered(newVin(), { source }),
      produced('short', { source }),
    ];
    await service.send.batch(sent);
    const path = `/v1/quarantine/discard?source=${source}`;
    expect(problemOf(await service.post('/v1/quarantine/discard', { reason: 'all' }))).toMatchObject({ status: 400 });
    expect(problemOf(await service.post(path, {}))).toMatchObject({ status: 400 });
    expect(said(await service.post(path, { reason: 'a test system', actor: 'Ada' }))).toEqual({ discarded: 42 });
    expect(await list(`?source=${source}&state=discarded`)).toHaveLength(42);
    expect(said(await service.post(path, { reason: 'once more' }))).toEqual({ discarded: 0 });
    await service.send.batch([plantRegistered('never-2'), lineCommissioned('never-2')]);
    expect(await service.read('/v1/monthly-totals?plant=never-2')).toMatchObject({ rows: [] });
  });

  it('is changed by JSON only, which no form on a web page can send', async () => {
    for (const path of ['retry', 'discard?code=x', 'x/retry', 'x/discard'])
      for (const headers of [{}, { 'content-type': 'text/plain' }]) {
        const answer = await ask(`${service.url}/v1/quarantine/${path}`, { method: 'POST', headers, body: '{}' });
        expect(problemOf(answer)).toMatchObject({ status: 415, code: 'unsupported-media-type' });
      }
  });

  it('discards with a reason, which stays on record', async () => {
    const sent = produced('never-1');
    await refuse(sent, 'invalid-vin');
    for (const body of [undefined, {}, { reason: '' }, { reason: 7 }, { reason: 'x', more: 1 }, 'reason'])
      expect(problemOf(await discard(sent, body)).status).toBe(400);
    const { errors } = problemOf(await discard(sent, { actor: '' }));
    expect(errors).toEqual([
      { pointer: '/reason', message: 'must be given, as text' },
      { pointer: '/actor', message: 'must not be empty' },
    ]);
    const unknown = problemOf(await discard(sent, { reason: 'x', because: 'y' }));
    expect(unknown.errors).toEqual([{ pointer: '/because', message: 'is not known here; leave it out' }]);
    const path = `${service.url}/v1/quarantine/${eventIdFor(sent)}/discard`;
    const headers = { 'content-type': 'application/json' };
    const broken = problemOf(await ask(path, { method: 'POST', headers, body: '{"reason"' }));
    expect(broken).toMatchObject({ status: 400, code: 'malformed-json' });
    const answer = await discard(sent, { reason: 'a test vehicle', actor: 'Ada' });
    expect([answer.status, said(answer)]).toEqual([200, { id: eventIdFor(sent), state: 'discarded' }]);
    expect(await entryOf(sent)).toMatchObject({ state: 'discarded', outcome: 'a test vehicle' });
    const kept = await service.log(`quarantine-${eventIdFor(sent)}`);
    expect(kept.at(-1)).toMatchObject({ type: 'EventDiscarded', data: { reason: 'a test vehicle', actor: 'Ada' } });
    expect(problemOf(await discard(sent, { reason: 'again' }))).toMatchObject({ status: 409, code: 'already-settled' });
    await refuse(sent, 'invalid-vin');
    expect(await lengthOf(sent)).toBe(2);
    expect(await entryOf(sent)).toMatchObject({ state: 'discarded' });
    expect(said(await retry(sent))).toMatchObject({ result: 'rejected', code: 'invalid-vin' });
    expect(await entryOf(sent)).toMatchObject({ state: 'rejected' });
  });

  it('the same refusal sent again, in whatever mode, adds nothing to the log', async () => {
    const sent = produced(newVin(), {}, 'same-1');
    await service.send.structured(sent);
    const before = (await service.log()).length;
    await service.send.structured(sent);
    await service.send.binary({ ...sent, type: 'com.example.UnitProduced.v1' });
    await service.send.batch([sent, sent, { ...sent, time: '2024-07-20T10:00:00+02:00' }]);
    await service.send.stream([sent, sent]);
    expect((await service.log()).length).toBe(before);
  });

  it('keeps the newest content, and what it replaced stays on record', async () => {
    const vin = newVin();
    const sent = event('UnitHeld', { vin, reason: 'old', colour: 'red' });
    await service.send.structured(produced(vin));
    await refuse(sent, 'unknown-field');
    await refuse({ ...sent, data: { vin, reason: '' } }, 'invalid-data');
    expect(await lengthOf(sent)).toBe(2);
    expect(await entryOf(sent)).toMatchObject({ code: 'invalid-data', event: { data: { vin, reason: '' } } });
    expect((await service.send.structured({ ...sent, data: { vin, reason: 'right' } })).status).toBe(201);
    expect(await entryOf(sent)).toMatchObject({ state: 'resolved' });
  });

  it('a fact that waits is resolved by itself, or refused when what it waited for does not allow it', async () => {
    const [vin, other] = [newVin(), newVin()];
    const fits = delivered(vin);
    const tooEarly = event(
      'UnitReturned',
      { vin: other, site: 'd-1', reason: 'x' },
      { time: '2024-07-22T08:00:00.000Z' },
    );
    const twice = delivered(vin, { source: ERP });
    await service.send.batch([fits, tooEarly]);
    await service.send.structured(twice);
    expect((await list('?state=waiting')).map(({ id }) => id)).toEqual(
      expect.arrayContaining([eventIdFor(fits), eventIdFor(tooEarly)]),
    );
    await service.send.batch([produced(vin), produced(other)]);
    expect(await entryOf(fits)).toMatchObject({ state: 'resolved' });
    expect(await entryOf(twice)).toMatchObject({ state: 'resolved' });
    expect(await entryOf(tooEarly)).toMatchObject({ state: 'rejected', code: 'not-delivered' });
    expect(await service.read(`/v1/units/${vin}`)).toMatchObject({ state: 'delivered' });
    expect(await service.read(`/v1/units/${other}`)).toMatchObject({ state: 'stock' });
  });

  it('a fact that waits can be discarded, and is not taken in any more', async () => {
    const vin = newVin();
    const early = delivered(vin);
    await service.send.structured(early);
    expect((await discard(early, { reason: 'wrong vehicle', actor: 'Ada' })).status).toBe(200);
    expect(await entryOf(early)).toMatchObject({ state: 'discarded', outcome: 'wrong vehicle' });
    const [, settled] = await service.log(`unit-${vin}`);
    expect([settled.type, settled.metadata.actor]).toEqual(['UnitParkedFactSettled', 'Ada']);
    await service.send.structured(produced(vin));
    expect(await service.read(`/v1/units/${vin}`)).toMatchObject({ state: 'stock' });
    expect(problemOf(await discard(early, { reason: 'again' })).status).toBe(409);
  });

  it('a fact that waits stays where it is when it is retried too soon', async () => {
    const vin = newVin();
    const early = delivered(vin);
    await service.send.structured(early);
    const length = (await service.log(`unit-${vin}`)).length;
    expect(said(await retry(early))).toMatchObject({ result: 'quarantined', code: 'out-of-order' });
    expect(await service.log(`unit-${vin}`)).toHaveLength(length);
    expect(await entryOf(early)).toMatchObject({ state: 'waiting' });
    await service.send.structured(produced(vin));
    expect(await entryOf(early)).toMatchObject({ state: 'resolved' });
  });

  it('knows nothing of an event that was never refused', async () => {
    const sent = produced(newVin());
    await service.send.structured(sent);
    expect(problemOf(await retry(sent))).toMatchObject({ status: 404, code: 'not-found' });
    expect(problemOf(await discard(sent, { reason: 'x' }))).toMatchObject({ status: 404 });
    expect(problemOf(await service.post('/v1/quarantine/nonsense/retry'))).toMatchObject({ status: 404 });
  });
});
