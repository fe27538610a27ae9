import { said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import {
  delivered,
  ERP,
  event,
  eventIdFor,
  lineCommissioned,
  newVin,
  places,
  plantRegistered,
  produced,
  siteOpened,
  type TestEvent,
} from '../support/events.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

interface Answered {
  readonly result: string;
  readonly code?: string;
  readonly again?: true;
}

describeOnEachEngine('an event that is sent again', (engine) => {
  let service: TestService;
  const send = async (sent: TestEvent) => {
    const answer = await service.send.structured(sent);
    return { status: answer.status, ...(answer.status < 400 ? said(answer) : problemOf(answer)) };
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

  it.each([
    ['the same bytes', (sent: TestEvent) => sent],
    ['another offset', (sent: TestEvent) => ({ ...sent, time: '2024-07-20T16:00:00+08:00' })],
    ['a prefixed, versioned type', (sent: TestEvent) => ({ ...sent, type: 'com.example.mes.UnitProduced.v1' })],
    [
      'other fields first',
      (sent: TestEvent) => ({ ...sent, data: Object.fromEntries(Object.entries(sent.data).reverse()) }),
    ],
    ['another traceparent', (sent: TestEvent) => ({ ...sent, traceparent: '00-1-2-01', sequence: '7', subject: 'x' })],
  ])('the same source and id with the same content, as %s, is a duplicate: nothing appended', async (_how, again) => {
    const vin = newVin();
    const sent = produced(vin);
    const first = await send(sent);
    const second = await send(again(sent));
    expect(second).toMatchObject({
      status: 200,
      result: 'duplicate',
      eventId: first.eventId,
      position: first.position,
    });
    expect(second.code).toBeUndefined();
    expect(await service.log(`unit-${vin}`)).toHaveLength(1);
    expect(await quarantined(sent)).toBeUndefined();
  });

  const things: [string, () => TestEvent, object][] = [
    ['unit', () => produced(newVin()), { model: 'YU7' }],
    ['line', () => lineCommissioned('bj-1', 'L-conflict'), { unitsPerHour: 17 }],
    ['plant', () => plantRegistered('conflict-1'), { name: 'Another' }],
    ['site', () => siteOpened('d-conflict'), { city: 'Shanghai' }],
    ['target', () => event('MonthlyTargetSet', { metric: 'produced', month: '2024-09', target: 5 }), { target: 6 }],
    [
      'milestone',
      () => event('MilestoneDefined', { milestone: 'm-1', title: 'M', metric: 'cities', target: 3, due: '2024-12-31' }),
      { target: 4 },
    ],
  ];
  it.each(things)('the same source and id of a %s with other content is a 409', async (_thing, make, changes) => {
    const sent = make();
    expect(await send(sent)).toMatchObject({ status: 201 });
    const other = await send({ ...sent, data: { ...sent.data, ...changes } });
    expect(other).toMatchObject({
      status: 409,
      code: 'conflicting-duplicate',
      result: 'rejected',
      eventId: eventIdFor(sent),
      quarantine: eventIdFor(sent),
    });
    expect(await quarantined(sent)).toMatchObject({ state: 'rejected', code: 'conflicting-duplicate' });
    expect(await send(sent)).toMatchObject({ status: 200, result: 'duplicate' });
  });

  it('a fact that was told twice before its production stays one, though what happened between the two waits by now', async () => {
    const vin = newVin();
    const receipt = (time: string) => event('UnitReceived', { vin, site: 's-twice' }, { time });
    const [first, second] = [receipt('2024-07-20T13:00:00.000Z'), receipt('2024-07-21T08:00:00.000Z')];
    await send(siteOpened('s-twice'));
    for (const sent of [first, second]) expect(await send(sent)).toMatchObject({ status: 202, code: 'out-of-order' });
    await send(produced(vin, { time: '2024-07-19T08:00:00.000Z' }));
    const reported = { status: 200, result: 'duplicate', first: eventIdFor(first), again: true };
    expect(await send(second)).toMatchObject(reported);
    const between = event('UnitShipped', { vin, site: 's-unknown' }, { time: '2024-07-20T20:00:00.000Z' });
    expect(await send(between)).toMatchObject({ status: 202, code: 'unknown-site' });
    expect(await send(second)).toMatchObject(reported);
    expect(await send(siteOpened('s-unknown'))).toMatchObject({ status: 201 });
    expect(await send(second)).toMatchObject(reported);
  });

  it('a delivery that two systems told, and a return: the same file once more changes no figure', async () => {
    const vin = newVin();
    const file = [
      siteOpened('s1'),
      siteOpened('s2'),
      produced(vin),
      delivered(vin, { source: '//crm' }, 's1'),
      delivered(vin, { source: '//erp', time: '2024-07-21T10:00:00.000Z' }, 's2'),
      event('UnitReturned', { vin, site: 's1', reason: 'noise' }, { time: '2024-07-22T08:00:00.000Z' }),
    ];
    const results = async (query = '') =>
      said(await service.send.batch(file, query)).results.map(({ result, code, again }: Answered) => [
        result,
        code,
        again,
      ]);
    expect((await results()).slice(3)).toEqual([
      ['accepted', undefined, undefined],
      ['rejected', 'already-delivered', undefined],
      ['accepted', undefined, undefined],
    ]);
    const figures = await service.read('/v1/monthly-totals');
    const length = (await service.log()).length;
    for (const _round of [1, 2]) expect((await results())[4]).toEqual(['rejected', 'already-delivered', true]);
    expect(await service.log()).toHaveLength(length);
    expect(await service.read('/v1/monthly-totals')).toMatchObject({ rows: figures.rows });
    expect((await results('?retry=true'))[4]).toEqual(['accepted', undefined, undefined]);
  });

  it('the same source and id as a quarantined event with other content is decided anew, and other content replaces the old there', async () => {
    const vin = newVin();
    const sent = produced(vin, {}, 'bj-1', 'L-none');
    expect(await send(sent)).toMatchObject({ status: 202, code: 'unknown-line' });
    const changed = { ...sent, data: { ...sent.data, line: 'L-nowhere' } };
    expect(await send(changed)).toMatchObject({ status: 202, code: 'unknown-line' });
    expect(await quarantined(sent)).toMatchObject({ state: 'waiting', event: { data: { line: 'L-nowhere' } } });
    const kept = await service.log(`quarantine-${eventIdFor(sent)}`);
    expect(kept.map(({ type, data }) => [type, data.event.data.line])).toEqual([
      ['EventQuarantined', 'L-none'],
      ['EventQuarantined', 'L-nowhere'],
    ]);
    expect(await send({ ...sent, data: { ...sent.data, line: 'L1' } })).toMatchObject({ status: 201 });
    expect(await quarantined(sent)).toMatchObject({ state: 'resolved' });
  });

  it('another id with the same fact is a duplicate that names the first, and says what differs', async () => {
    const vin = newVin();
    const first = await send(produced(vin));
    const same = await send(produced(vin, { source: ERP }));
    expect(same).toMatchObject({ status: 200, result: 'duplicate', position: first.position, first: first.eventId });
    expect(same.differs).toBeUndefined();

    const handedOver = await send(delivered(vin));
    const reported = delivered(vin, { source: ERP, time: '2024-07-21T09:30:00.000Z' });
    const other = await send(reported);
    expect(other).toMatchObject({
      status: 200,
      result: 'duplicate',
      position: handedOver.position,
      differs: { occurredAt: { first: '2024-07-21T08:00:00.000Z', this: '2024-07-21T09:30:00.000Z' } },
      quarantine: eventIdFor(reported),
    });
    expect(await quarantined(reported)).toMatchObject({ code: 'duplicate-differs' });
    expect(await service.log(`unit-${vin}`)).toHaveLength(2);
  });
});
