import { said } from '../support/ask.js';
import { delivered, event, eventIdFor, held, newVin, places, produced } from '../support/events.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  for (const place of places()) await service.send.structured(place);
});
afterAll(() => service.close());

const ce = (vin: string, more: Record<string, string | string[]> = {}) => ({
  'ce-specversion': '1.0',
  'ce-id': `binary-${vin}`,
  'ce-source': '//bj-1.example/mes',
  'ce-type': 'UnitProduced',
  'ce-time': '2024-07-20T08:00:00Z',
  ...more,
});
const dataFor = (vin: string) => JSON.stringify({ vin, model: 'SU7', plant: 'bj-1', line: 'L1' });

describe('structured mode', () => {
  it.each([
    'application/cloudevents+json',
    'application/cloudevents+json; charset=utf-8',
    'Application/CloudEvents+JSON;charset="UTF-8"',
  ])('understands %s', async (contentType) => {
    const answer = await service.send.post(contentType, JSON.stringify(produced(newVin())));
    expect([answer.status, said(answer).result]).toEqual([201, 'accepted']);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
  });

  it.each(['UnitProduced', 'UnitProduced.v1', 'com.example.mes.UnitProduced', 'com.example.mes.UnitProduced.v1'])(
    'understands the type %s as UnitProduced',
    async (type) => {
      const vin = newVin();
      expect((await service.send.structured(produced(vin, { type }))).status).toBe(201);
      expect((await service.log(`unit-${vin}`))[0].type).toBe('UnitProduced');
    },
  );

  it.each(['UnitProduced.v2', 'com.example.UnitProduced.v2', 'UnitProduced.v1.v1', '.UnitProduced', 'unitproduced'])(
    'refuses the type %s as unknown, with a pointer to it',
    async (type) => {
      const sent = produced(newVin(), { type });
      const problem = problemOf(await service.send.structured(sent));
      expect(problem).toMatchObject({ status: 422, code: 'unknown-type', quarantine: eventIdFor(sent) });
      expect(problem.errors[0].pointer).toBe('/type');
    },
  );

  it('takes JSON data that was sent as base64', async () => {
    const { data, ...rest } = produced(newVin());
    const data_base64 = Buffer.from(JSON.stringify(data)).toString('base64');
    expect((await service.send.structured({ ...rest, data_base64 })).status).toBe(201);
  });

  it('keeps the actor, the correlation and the sequence beside the event', async () => {
    const vin = newVin();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await service.send.structured(produced(vin, { actor: 'shift B', traceparent, sequence: '42' }));
    const [stored] = await service.log(`unit-${vin}`);
    expect(stored.metadata).toMatchObject({ actor: 'shift B', correlation: traceparent, sequence: '42' });
  });
});

describe('binary mode', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'text/json', 'application/vnd.mes+json'])(
    'takes the data as %s, with attributes in headers',
    async (contentType) => {
      const vin = newVin();
      const answer = await service.send.post(contentType, dataFor(vin), '', ce(vin));
      expect([answer.status, said(answer).stream]).toEqual([201, `unit-${vin}`]);
    },
  );

  it('is the same event as in structured mode', async () => {
    const sent = produced(newVin(), { source: '//werk.example/Größe/生产 "line" 100%', actor: 'Müller 李' });
    const first = await service.send.binary(sent);
    expect(said(first)).toMatchObject({ result: 'accepted', eventId: eventIdFor(sent) });
    expect(said(await service.send.structured(sent))).toMatchObject({
      result: 'duplicate',
      position: said(first).position,
    });
    const [stored] = await service.log(said(first).stream);
    expect(stored.metadata).toMatchObject({ source: sent.source, actor: 'Müller 李' });
  });

  it('decodes percent-encoding once, and not twice', async () => {
    const vin = newVin();
    const answer = await service.send.post(
      'application/json',
      dataFor(vin),
      '',
      ce(vin, { 'ce-id': 'a%2520%E2%82%AC' }),
    );
    expect(answer.status).toBe(201);
    expect(said(answer).eventId).toBe(eventIdFor({ source: '//bj-1.example/mes', id: 'a%20€' }));
  });

  it.each([
    ['percent-encoded bytes that are not UTF-8', 'a%FF'],
    ['a surrogate in percent-encoding', '%ED%A0%80'],
    ['raw bytes beyond ASCII', 'Gr\u00f6\u00dfe'],
  ])('refuses %s with 400 and the header’s name', async (_what, id) => {
    const vin = newVin();
    const problem = problemOf(await service.send.post('application/json', dataFor(vin), '', ce(vin, { 'ce-id': id })));
    expect(problem).toMatchObject({ status: 400, code: 'not-a-cloud-event', errors: [{ pointer: '/id' }] });
    expect(problem.detail).toContain('ce-id');
  });

  it('refuses a body that is not JSON, or not UTF-8, with 400', async () => {
    const vin = newVin();
    for (const body of ['{"vin":', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])])
      expect(problemOf(await service.send.post('application/json', body, '', ce(vin)))).toMatchObject({
        status: 400,
        code: 'malformed-json',
      });
  });

  it('names every attribute that is missing', async () => {
    const problem = problemOf(await service.send.post('application/json', '{}'));
    expect(problem).toMatchObject({ status: 400, code: 'not-a-cloud-event' });
    const pointers = problem.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(['/specversion', '/id', '/source', '/type', '/time']);
  });

  it('takes no data from a header', async () => {
    const vin = newVin();
    const headers = ce(vin, { 'ce-type': 'UnitHeld', 'ce-data': `{"vin":"${vin}","reason":"x"}` });
    expect(problemOf(await service.send.post('application/json', '', '', headers))).toMatchObject({
      status: 422,
      code: 'invalid-data',
    });
  });
});

describe('every result', () => {
  it('has its status in both modes', async () => {
    for (const mode of ['structured', 'binary'] as const) {
      const send = service.send[mode];
      const vin = newVin();
      const made = produced(vin);
      expect((await send(made)).status).toBe(201);
      expect((await send(made)).status).toBe(200);
      expect((await send(delivered(newVin()))).status).toBe(202);
      expect((await send(held(vin, { data: { vin } }))).status).toBe(422);
      expect((await send(event('UnitReleased', { vin, reason: 'x' }))).status).toBe(422);
      expect((await send(produced(vin, { id: made.id }, 'bj-1', 'L1', 'YU7'))).status).toBe(409);
    }
  });
});
