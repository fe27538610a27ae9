import { CloudEvent, emitterFor, httpTransport, Mode } from 'cloudevents';
import { delivered, eventIdFor, newVin, places, produced, type TestEvent } from '../support/events.js';
import { startTestService, type TestService } from '../support/service.js';

/** What the SDK's own HTTP transport hands back. */
interface Received {
  readonly body: string;
}

describe.each([Mode.BINARY, Mode.STRUCTURED])('the official CloudEvents SDK as a client, in %s mode,', (mode) => {
  let service: TestService;
  let emit: (event: TestEvent) => Promise<ReturnType<typeof JSON.parse>>;

  beforeAll(async () => {
    service = await startTestService();
    const send = emitterFor(httpTransport(`${service.url}/v1/events`), { mode });
    emit = async (event) => JSON.parse(((await send(new CloudEvent({ ...event }))) as Received).body);
    for (const place of places()) expect(await emit(place)).toMatchObject({ result: 'accepted' });
  });
  afterAll(() => service.close());

  it('has its events taken in, recognised again, parked and refused', async () => {
    const [vin, other] = [newVin(), newVin()];
    const made = produced(vin, { type: 'com.example.mes.UnitProduced.v1', subject: 'a unit', sequence: '7' });
    expect(await emit(made)).toMatchObject({ result: 'accepted', eventId: eventIdFor(made), stream: `unit-${vin}` });
    expect(await emit(made)).toMatchObject({ result: 'duplicate', eventId: eventIdFor(made) });
    expect(await emit(delivered(vin, { id: 'handed over: 100% "done"' }))).toMatchObject({
      result: 'accepted',
      eventId: eventIdFor({ source: made.source, id: 'handed over: 100% "done"' }),
    });
    expect(await emit(delivered(other))).toMatchObject({ result: 'quarantined', code: 'out-of-order' });
    expect(await emit(produced(vin.toLowerCase()))).toMatchObject({ status: 422, code: 'invalid-vin' });
    const { rows } = await service.read('/v1/monthly-totals');
    expect(rows).toMatchObject([{ month: '2024-07', produced: 1, delivered: 1 }]);
    const [stored] = await service.log(`unit-${vin}`);
    expect(stored.metadata).toMatchObject({ sequence: '7', occurredAt: made.time });
  });
});
