import { ask, said } from '../support/ask.js';
import { held, newVin, places, produced } from '../support/events.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
let before: number;
const logLength = async () => (await service.log()).length;

beforeAll(async () => {
  service = await startTestService();
  for (const place of places()) await service.send.structured(place);
  before = await logLength();
});
afterAll(() => service.close());

describe('a request that is no event leaves nothing behind, and', () => {
  afterEach(async () => {
    expect(await logLength()).toBe(before);
  });

  it.each([
    ['nothing at all', ''],
    ['no JSON', 'hello'],
    ['JSON cut short', '{"specversion":"1.0"'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
  ])('is answered 400 malformed-json for %s', async (_what, body) => {
    const answer = await service.send.post('application/cloudevents+json', body);
    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'malformed-json' });
  });

  it.each([
    ['null', null, ['']],
    ['a list', [produced(newVin())], ['']],
    ['a text', 'UnitProduced', ['']],
    ['no id', { ...produced(newVin()), id: undefined }, ['/id']],
    ['an empty id', { ...produced(newVin()), id: '' }, ['/id']],
    ['an id that is a number', { ...produced(newVin()), id: 7 }, ['/id']],
    ['an id with a control character', { ...produced(newVin()), id: 'a\u0000b' }, ['/id']],
    ['an id with half a character', { ...produced(newVin()), id: 'a\ud800b' }, ['/id']],
    ['an id too long', { ...produced(newVin()), id: 'i'.repeat(2_049) }, ['/id']],
    ['no source', { ...produced(newVin()), source: undefined }, ['/source']],
    ['no type', { ...produced(newVin()), type: undefined }, ['/type']],
    ['no time', { ...produced(newVin()), time: undefined }, ['/time']],
    ['another version of CloudEvents', { ...produced(newVin()), specversion: '0.3' }, ['/specversion']],
    ['nothing of an event', {}, ['/specversion', '/id', '/source', '/type', '/time']],
  ])('is answered 400 not-a-cloud-event for %s, with pointers', async (_what, sent, pointers) => {
    const problem = problemOf(await service.send.post('application/cloudevents+json', JSON.stringify(sent)));
    expect(problem).toMatchObject({ status: 400, code: 'not-a-cloud-event' });
    expect(problem.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
    expect(problem.quarantine).toBeUndefined();
  });

  it('is answered 400 for data nested deeper than any event', async () => {
    const deep = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
    const body = JSON.stringify(produced(newVin())).replace(/"data":\{.*\}\}/, `"data":{"vin":${deep}}}`);
    expect(problemOf(await service.send.post('application/cloudevents+json', body)).status).toBe(400);
  });

  it('is answered 413 when one event is too large, with and without its length told before', async () => {
    const vin = newVin();
    const body = JSON.stringify(held(vin, { data: { vin, reason: 'r'.repeat(300_000) } }));
    expect(problemOf(await service.send.post('application/cloudevents+json', body))).toMatchObject({
      status: 413,
      code: 'too-large',
    });
    async function* inChunks() {
      for (let start = 0; start < body.length; start += 50_000) yield body.slice(start, start + 50_000);
    }
    expect(problemOf(await service.send.post('application/cloudevents+json', inChunks())).status).toBe(413);
    expect(problemOf(await service.send.post('application/json', body)).status).toBe(413);
  });

  it.each([
    undefined,
    'text/plain',
    'application/xml',
    'application/cloudevents+xml',
    'application/cloudevents+protobuf',
    'application/x-www-form-urlencoded',
    'application/cloudevents+json; charset=utf-16',
    'application/x-ndjson; charset=iso-8859-1',
    'nonsense',
    'a/b/c',
  ])('is answered 415 for the Content-Type %s, with what is understood', async (contentType) => {
    const answer = await service.send.post(contentType, JSON.stringify(produced(newVin())));
    expect(problemOf(answer)).toMatchObject({ status: 415, code: 'unsupported-media-type' });
    if (contentType?.includes('/') && contentType.split('/').length === 2)
      expect(answer.headers['accept-post']).toContain('application/x-ndjson');
  });

  it.each(['br', 'deflate', 'GZIP, br', 'gzip, gzip', 'nonsense'])(
    'is answered 415 for the Content-Encoding %s',
    async (encoding) => {
      const body = JSON.stringify(produced(newVin()));
      const answer = await service.send.post('application/cloudevents+json', body, '', {
        'content-encoding': encoding,
      });
      expect(problemOf(answer)).toMatchObject({ status: 415, code: 'unsupported-media-type' });
      expect(answer.headers['accept-encoding']).toBe('gzip, identity');
    },
  );

  it.each(['?dryrun=true', '?dryRun=yes', '?dryRun=true&dryRun=false', '?list=none', '?limit=5'])(
    'is answered 400 for the parameters %s, with the one that is wrong',
    async (query) => {
      const problem = problemOf(await service.send.structured(produced(newVin()), query));
      expect(problem).toMatchObject({ status: 400, code: 'invalid-parameter' });
      expect(problem.errors[0].pointer).toMatch(/^\/query\/(dryrun|dryRun|list|limit)$/);
    },
  );

  it.each([
    ['GET', '/v1/events'],
    ['PUT', '/v1/events'],
    ['DELETE', '/v1/events'],
    ['POST', '/v1/event'],
    ['POST', '/'],
    ['POST', '/v1/monthly-totals'],
    ['GET', '/v2/events'],
    ['GET', `/v1/units/${'x'.repeat(2_000)}`],
    ['GET', '/v1/units/%zz'],
    ['GET', '/v1/units/%C3%28'],
  ])('is answered with a problem for %s %s', async (method, path) => {
    const answer = await ask(service.url + path, { method });
    expect([400, 404, 405, 414]).toContain(answer.status);
    problemOf(answer);
  });
});

it.each(['identity', 'Identity', ''])('content-encoding "%s" is none, and accepted', async (coding) => {
  const body = JSON.stringify(produced(newVin()));
  const answer = await service.send.post('application/cloudevents+json', body, '', { 'content-encoding': coding });
  expect(answer.status).toBe(201);
});

it('OPTIONS states the limits and the modes', async () => {
  const answer = await ask(`${service.url}/v1/events`, { method: 'OPTIONS' });
  expect(answer.status).toBe(200);
  expect(answer.headers.allow).toBe('OPTIONS, POST');
  const { limits, modes } = said(answer);
  expect(limits).toMatchObject({ batchEvents: 1_000, batchBytes: 4 * 1024 * 1024 });
  expect(limits.eventBytes).toBeGreaterThanOrEqual(65_536);
  expect(Object.keys(modes)).toEqual(['structured', 'binary', 'batch', 'stream', 'csv']);
});
