import { said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import { event, eventIdFor, held, newVin, places, produced, type TestEvent } from '../support/events.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

describeOnEachEngine('an event that does not fit its schema', (engine) => {
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

  const vin = newVin();
  const invalid: [string, TestEvent, string, string[]][] = [
    ['a VIN in lower case', produced(vin.toLowerCase()), 'invalid-vin', ['/data/vin']],
    ['a VIN with an O', produced(`O${vin.slice(1)}`), 'invalid-vin', ['/data/vin']],
    ['a VIN too short', produced(vin.slice(1)), 'invalid-vin', ['/data/vin']],
    ['a VIN with a wrong check digit', produced(wrongDigit(vin)), 'vin-check-digit', ['/data/vin']],
    ['an unknown field', event('UnitHeld', { vin, reason: 'x', colour: 'red' }), 'unknown-field', ['/data/colour']],
    ['a wrong type', produced(vin, {}, 7 as unknown as string), 'invalid-data', ['/data/plant']],
    ['a missing field', event('UnitHeld', { vin }), 'invalid-data', ['/data/reason']],
    ['an empty reason', event('UnitHeld', { vin, reason: '' }), 'invalid-data', ['/data/reason']],
    ['"all" as a plant', produced(vin, {}, 'all'), 'invalid-data', ['/data/plant']],
    ['no data', { ...produced(vin), data: undefined as never }, 'invalid-data', ['/data']],
    ['data that is a list', { ...produced(vin), data: [] as never }, 'invalid-data', ['/data']],
    ['a type nobody knows', event('UnitPainted', { vin }), 'unknown-type', ['/type']],
    ['a version nobody knows', produced(vin, { type: 'UnitProduced.v2' }), 'unknown-type', ['/type']],
    [
      'more than 5 minutes in the future',
      produced(vin, { time: '2024-07-29T12:05:00.001Z' }),
      'occurred-in-future',
      ['/time'],
    ],
    ['before the earliest', produced(vin, { time: '1999-12-31T23:59:59.999Z' }), 'occurred-too-early', ['/time']],
    ['a time without an offset', produced(vin, { time: '2024-07-20T08:00:00' }), 'invalid-time', ['/time']],
    ['a day that does not exist', produced(vin, { time: '2024-02-30T08:00:00Z' }), 'invalid-time', ['/time']],
    [
      'several faults at once',
      event('LineHalted', { plant: 'b  \t1', line: 'L1', reason: 'x', planned: 'no', more: 1 }),
      'unknown-field',
      ['/data/plant', '/data/planned', '/data/more'],
    ],
  ];
  it.each(invalid)('%s is a 422 that points to the field, kept in quarantine', async (_what, sent, code, pointers) => {
    const refused = await send(sent);
    expect(refused).toMatchObject({
      status: 422,
      code,
      result: 'rejected',
      eventId: eventIdFor(sent),
      quarantine: eventIdFor(sent),
    });
    const named = refused.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(named.toSorted()).toEqual(pointers.toSorted());
    expect(await quarantined(sent)).toMatchObject({ state: 'rejected', code });
    await send(sent);
    expect(await service.log(`quarantine-${eventIdFor(sent)}`)).toHaveLength(1);
  });

  it('up to 5 minutes in the future is a clock that differs, and accepted', async () => {
    expect(await send(produced(newVin(), { time: '2024-07-29T12:05:00.000Z' }))).toMatchObject({ status: 201 });
  });

  it('an event of 64 KiB is accepted', async () => {
    expect(await send(produced(vin))).toMatchObject({ status: 201 });
    const sent = held(vin, { data: { vin, reason: 'r'.repeat(65_000) } });
    expect(JSON.stringify(sent).length).toBeGreaterThan(64_000);
    expect(await send(sent)).toMatchObject({ status: 201 });
  });
});

function wrongDigit(vin: string): string {
  return `${vin.slice(0, 8)}${vin.charAt(8) === '0' ? '1' : '0'}${vin.slice(9)}`;
}
