import { said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import {
  delivered,
  event,
  eventIdFor,
  held,
  lineCommissioned,
  newVin,
  places,
  produced,
  siteOpened,
  type TestEvent,
} from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

const UUID_V5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const POSITION = /^\d+$/;
const halted = (line: string, halt: string, time = '2024-07-22T08:00:00.000Z') =>
  event('LineHalted', { plant: 'bj-1', line, halt, reason: 'conveyor', planned: false }, { time });

describeOnEachEngine('what a source may send, and what happens', (engine) => {
  let service: TestService;
  const send = async (sent: TestEvent) => {
    const answer = await service.send.structured(sent);
    return { status: answer.status, ...(answer.status < 400 ? said(answer) : problemOf(answer)) };
  };
  const vinHere = async () => {
    const vin = newVin();
    expect(await send(produced(vin))).toMatchObject({ status: 201 });
    return vin;
  };
  const quarantined = async (sent: TestEvent) => {
    const { entries } = await service.read('/v1/quarantine?limit=1000');
    return entries.find(({ id }: { id: string }) => id === eventIdFor(sent));
  };

  beforeAll(async () => {
    service = await startTestService({ engine });
    for (const place of places()) expect((await service.send.structured(place)).status).toBe(201);
  });
  afterAll(() => service.close());

  it('an event is accepted with 201, its stream, revision and position, under the UUIDv5 of its source and id', async () => {
    const vin = newVin();
    const sent = produced(vin);
    const answer = await send(sent);
    expect(answer).toEqual({
      status: 201,
      result: 'accepted',
      eventId: eventIdFor(sent),
      stream: `unit-${vin}`,
      revision: 0,
      position: expect.stringMatching(POSITION),
    });
    expect(answer.eventId).toMatch(UUID_V5);
    expect(await send(delivered(vin))).toMatchObject({ status: 201, revision: 1 });
    const stored = await service.log(`unit-${vin}`);
    expect(stored[0]).toMatchObject({
      position: answer.position,
      data: sent.data,
      metadata: { eventId: answer.eventId, source: sent.source, id: sent.id, occurredAt: sent.time },
    });
  });

  const refusals: [string, (vin: string) => TestEvent[]][] = [
    ['unit-held', (vin) => [held(vin), delivered(vin)]],
    ['already-held', (vin) => [held(vin), held(vin, { time: '2024-07-22T09:00:00.000Z' })]],
    ['not-held', (vin) => [event('UnitReleased', { vin, reason: 'repaired' }, { time: '2024-07-22T08:00:00.000Z' })]],
    [
      'not-delivered',
      (vin) => [event('UnitReturned', { vin, site: 'd-1', reason: 'x' }, { time: '2024-07-22T08:00:00.000Z' })],
    ],
    ['already-delivered', (vin) => [delivered(vin), delivered(vin, { time: '2024-07-25T08:00:00.000Z' }, 'd-2')]],
    ['already-produced', (vin) => [produced(vin, {}, 'bj-1', 'L1', 'YU7')]],
    ['occurred-before-production', (vin) => [delivered(vin, { time: '2024-07-01T08:00:00.000Z' })]],
  ];
  it.each(refusals)(
    'an event that breaks the rule %s is a 422 with its name, kept in quarantine',
    async (code, events) => {
      const vin = await vinHere();
      const sent = events(vin);
      for (const before of sent.slice(0, -1)) expect(await send(before)).toMatchObject({ status: 201 });
      const last = sent.at(-1) as TestEvent;
      const refused = await send(last);
      expect(refused).toMatchObject({
        status: 422,
        code,
        result: 'rejected',
        eventId: eventIdFor(last),
        quarantine: eventIdFor(last),
      });
      expect(refused.detail.length).toBeGreaterThan(20);
      expect(await quarantined(last)).toMatchObject({ state: 'rejected', code, event: { data: last.data } });
      expect(await send(last)).toMatchObject({ status: 422, code });
      expect(await service.log(`quarantine-${eventIdFor(last)}`)).toHaveLength(1);
    },
  );

  it('a running line cannot be resumed, nor a halt begun twice', async () => {
    expect(await send(lineCommissioned('bj-1', 'L-halts'))).toMatchObject({ status: 201 });
    const resumed = event('LineResumed', { plant: 'bj-1', line: 'L-halts' }, { time: '2024-07-22T09:00:00.000Z' });
    expect(await send(resumed)).toMatchObject({ status: 422, code: 'not-halted' });
    expect(await send(halted('L-halts', 'h-1'))).toMatchObject({ status: 201 });
    const otherwise = halted('L-halts', 'h-1');
    expect(await send({ ...otherwise, data: { ...otherwise.data, planned: true } })).toMatchObject({
      status: 422,
      code: 'already-halted',
    });
    expect(await send(halted('L-halts', 'h-1', '2024-07-22T08:10:00.000Z'))).toMatchObject({
      status: 200,
      differs: { occurredAt: { first: '2024-07-22T08:00:00.000Z', this: '2024-07-22T08:10:00.000Z' } },
    });
    expect(await send(resumed)).toMatchObject({ status: 422, code: 'not-halted', again: true });
    expect(said(await service.send.structured(resumed, '?retry=true'))).toMatchObject({ result: 'accepted' });
    expect(await send(resumed)).toMatchObject({ status: 200, result: 'duplicate' });
  });

  it('a fact before its time waits, and is taken in by itself once its unit is produced', async () => {
    const vin = newVin();
    const early = delivered(vin);
    expect(await send(early)).toMatchObject({
      status: 202,
      result: 'quarantined',
      code: 'out-of-order',
      eventId: eventIdFor(early),
      stream: `unit-${vin}`,
      position: expect.stringMatching(POSITION),
      quarantine: eventIdFor(early),
    });
    expect(await quarantined(early)).toMatchObject({ state: 'waiting', code: 'out-of-order' });
    expect(await send(early)).toMatchObject({ status: 202 });
    expect(await send(produced(vin))).toMatchObject({ status: 201 });
    expect(await quarantined(early)).toMatchObject({ state: 'resolved' });
    expect(await service.read(`/v1/units/${vin}`)).toMatchObject({ state: 'delivered', deliveredAt: early.time });
    expect(await send(early)).toMatchObject({ status: 200, result: 'duplicate' });
    const types = (await service.log(`unit-${vin}`)).map(({ type }) => type);
    expect(types).toEqual(['UnitFactParked', 'UnitProduced', 'UnitDelivered']);
  });

  it('a void before what it voids waits for it', async () => {
    const vin = await vinHere();
    const wrong = delivered(vin);
    const voids = { source: wrong.source, id: wrong.id };
    const void_ = event('UnitEventVoided', { vin, voids, reason: 'wrong car' }, { time: '2024-07-22T08:00:00.000Z' });
    expect(await send(void_)).toMatchObject({ status: 202, code: 'out-of-order' });
    expect(await send(wrong)).toMatchObject({ status: 201 });
    expect(await service.read(`/v1/units/${vin}`)).toMatchObject({ state: 'stock', deliveredAt: null });
  });

  it.each([
    ['unknown-plant', () => produced(newVin(), {}, 'nowhere')],
    ['unknown-line', () => produced(newVin(), {}, 'bj-1', 'L9')],
    ['unknown-plant', () => lineCommissioned('nowhere')],
    ['unknown-line', () => halted('L9', 'h-9')],
    ['unknown-milestone', () => event('MilestoneWithdrawn', { milestone: 'none', reason: 'x' })],
  ])('%s is a 202: it waits in quarantine', async (code, make) => {
    const sent = make();
    expect(await send(sent)).toMatchObject({ status: 202, code, quarantine: eventIdFor(sent) });
    expect(await quarantined(sent)).toMatchObject({ state: 'waiting', code });
  });

  it('a delivery to a site that is not open waits, and is taken in by itself once it is', async () => {
    const vin = await vinHere();
    const sent = delivered(vin, {}, 'd-late');
    expect(await send(sent)).toMatchObject({ status: 202, code: 'unknown-site' });
    expect(await send(siteOpened('d-late'))).toMatchObject({ status: 201 });
    await eventually(async () => (await quarantined(sent)).state === 'resolved');
    expect(await service.read(`/v1/units/${vin}`)).toMatchObject({ state: 'delivered' });
    expect(await send(sent)).toMatchObject({ status: 200, result: 'duplicate' });
  });
});
