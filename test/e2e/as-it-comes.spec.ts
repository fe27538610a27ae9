import type { OutgoingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ask, linesOf, said, type Answer } from '../support/ask.js';
import { delivered, eventIdFor, held, newVin, places, produced } from '../support/events.js';
import { problemOf } from '../support/problem.js';
import { chunk, chunkedHead, openRaw } from '../support/raw-connection.js';
import { startTestService, type TestService } from '../support/service.js';

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const NDJSON = 'application/x-ndjson';
const MARK = '\ufeff';

let service: TestService;
const post = (type: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}, query = ''): Promise<Answer> =>
  service.send.post(type, body, query, headers);
const gzipped = (type: string, body: string | Buffer, coding = 'gzip') =>
  post(type, gzipSync(body), { 'content-encoding': coding });
const binaryHeaders = () => {
  const { id, source, type, time } = produced(newVin());
  return { 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': source, 'ce-type': type, 'ce-time': time };
};
const text = (event: object) => JSON.stringify(event);
const a = () => produced(newVin());

beforeAll(async () => {
  service = await startTestService();
  await service.send.batch(places());
});
afterAll(() => service.close());

describe('a byte order mark before it', () => {
  it('is skipped in every mode, compressed or not', async () => {
    expect((await post(STRUCTURED, MARK + text(a()))).status).toBe(201);
    expect((await post('application/json', MARK + text(a().data), binaryHeaders())).status).toBe(201);
    expect(said(await post(BATCH, MARK + text([a(), a()])))).toMatchObject({ accepted: 2 });
    expect(linesOf(await post(NDJSON, `${MARK}${text(a())}\n${text(a())}\n`))).toMatchObject([{ accepted: 2 }]);
    expect((await gzipped(STRUCTURED, MARK + text(a()))).status).toBe(201);
    expect(linesOf(await gzipped(NDJSON, `${MARK}${text(a())}\r\n${text(a())}`))).toMatchObject([{ accepted: 2 }]);
  });

  it('is skipped where files were put one behind the other, and is none in the middle of a text', async () => {
    const joined = `${MARK}${text(a())}\n${MARK}${text(a())}\n${MARK}\n`;
    expect(linesOf(await post(NDJSON, joined))).toMatchObject([{ accepted: 2, rejected: 0 }]);
    expect(linesOf(await post(NDJSON, `${text(a())}${MARK}\n`))).toMatchObject([{ code: 'malformed-json' }, {}]);
  });

  it('of UTF-16 is told as what it is', async () => {
    const answer = await post(STRUCTURED, Buffer.from(MARK + text(a()), 'utf16le'));
    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'malformed-json' });
    expect(problemOf(answer).detail).toContain('UTF-16');
  });
});

describe('gzip', () => {
  it.each(['gzip', 'GZip', 'x-gzip', 'identity, GZIP'])('is taken in every mode (%s)', async (coding) => {
    expect((await gzipped(STRUCTURED, text(a()), coding)).status).toBe(201);
    const binary = await post('application/json', gzipSync(text(a().data)), {
      ...binaryHeaders(),
      'content-encoding': coding,
    });
    expect(binary.status).toBe(201);
    expect(said(await gzipped(BATCH, text([a(), a()]), coding))).toMatchObject({ accepted: 2 });
    expect(linesOf(await gzipped(NDJSON, `${text(a())}\n${text(a())}\n`, coding))).toMatchObject([{ accepted: 2 }]);
  });

  it('in several members, as joined files are, is one stream', async () => {
    const members = Buffer.concat([a(), a(), a()].map((event) => gzipSync(`${text(event)}\n`)));
    const answer = await post('application/jsonl', members, { 'content-encoding': 'gzip' });
    expect(linesOf(answer)).toMatchObject([{ accepted: 3 }]);
  });

  it('may inflate to as much as may be sent, and no more', async () => {
    const event = held(newVin());
    const fill = (length: number) => text({ ...event, more: 'x'.repeat(length) });
    expect((await gzipped(STRUCTURED, fill(262_144 - fill(0).length))).status).toBe(202);
    const answer = await gzipped(STRUCTURED, fill(262_145 - fill(0).length));
    expect(problemOf(answer)).toMatchObject({ status: 413, code: 'too-large' });
    expect(problemOf(await gzipped(BATCH, ' '.repeat(20_000_000)))).toMatchObject({ status: 413, code: 'too-large' });
  });

  it('of a stream that is nearly nothing but air is refused', async () => {
    const bomb = gzipSync('\n'.repeat(40_000_000));
    expect(problemOf(await post(NDJSON, bomb, { 'content-encoding': 'gzip' }))).toMatchObject({
      status: 413,
      code: 'too-large',
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no gzip', Buffer.from('{"specversion":"1.0"}')],
    ['the half of one', gzipSync(text(a())).subarray(0, 60)],
    ['one with another check sum', Buffer.concat([gzipSync(text(a())).subarray(0, -8), Buffer.alloc(8, 1)])],
    ['one with something behind it', Buffer.concat([gzipSync(text(a())), Buffer.from('more')])],
  ])('that is %s is a 400, or the last line of a stream', async (_what, body) => {
    const refused = await post(STRUCTURED, body, { 'content-encoding': 'gzip' });
    expect(problemOf(refused)).toMatchObject({ status: 400, code: 'malformed-gzip' });
    const stream = await post(NDJSON, body, { 'content-encoding': 'gzip' });
    expect(problemOf(stream)).toMatchObject({ status: 400, code: 'malformed-gzip' });
  });

  it('that breaks behind lines that were taken leaves them, and has no summary', async () => {
    const [first, refused] = [a(), produced('NOVIN')];
    const lines = `${text(first)}\n${text(refused)}\n`;
    // A last part that is not whole, behind a part that was flushed.
    const whole = gzipSync(lines);
    const broken = Buffer.concat([whole, gzipSync('x'.repeat(100_000)).subarray(0, 40)]);
    const answer = linesOf(await post(NDJSON, broken, { 'content-encoding': 'gzip' }));
    expect(answer).toMatchObject([{ code: 'invalid-vin' }, { problem: { code: 'malformed-gzip', status: 400 } }]);
    expect((await service.send.structured(first)).status).toBe(200);
  });
});

describe('other names of what is understood', () => {
  it.each([
    'application/ndjson',
    'application/jsonl',
    'Application/X-NDJSON; charset=UTF-8',
    'application/x-ndjson;charset="utf-8"',
    'application/jsonl; charset=us-ascii',
  ])('%s is a stream', async (type) => {
    expect(linesOf(await post(type, text(a())))).toMatchObject([{ accepted: 1 }]);
  });

  it('a CloudEvent sent as application/json is told which type to use, alone, in a list and in lines', async () => {
    const bodies: [string, string][] = [
      [text(a()), 'Content-Type application/cloudevents+json'],
      [text([a(), a()]), 'Content-Type application/cloudevents-batch+json'],
      [`${text(a())}\n${text(a())}\n`, 'application/x-ndjson'],
    ];
    for (const [body, hint] of bodies) {
      const problem = problemOf(await post('application/json', body));
      expect([problem.status, problem.detail]).toEqual([400, expect.stringContaining(hint)]);
    }
  });
});

describe('what stands twice', () => {
  const twice = () => text(a()).replace('"model":"SU7"', '"model":"SU7","model":"YU7"');

  it('is refused in every mode, and the other lines of a stream are taken', async () => {
    for (const answer of [
      await post(STRUCTURED, twice()),
      await post(BATCH, `[${text(a())},${twice()}]`),
      await post('application/json', '{"vin":"a","vin":"b"}', binaryHeaders()),
    ]) {
      expect(problemOf(answer)).toMatchObject({ status: 400, code: 'malformed-json' });
      expect(problemOf(answer).detail).toContain('stands twice');
    }
    const lines = linesOf(await post(NDJSON, `${text(a())}\n${twice()}\n${text(a())}\n`));
    expect(lines).toMatchObject([
      { line: 2, code: 'malformed-json' },
      { accepted: 2, rejected: 1 },
    ]);
  });

  it('is refused in data_base64, and beside data that says otherwise', async () => {
    const { data, ...rest } = a();
    const base64 = (json: string) => Buffer.from(json).toString('base64');
    const sent = [
      { ...rest, data_base64: base64('{"vin":1,"vin":2}') },
      { ...rest, data, data_base64: base64(text({ ...data, model: 'YU7' })) },
    ];
    for (const event of sent)
      expect(problemOf(await post(STRUCTURED, text(event)))).toMatchObject({
        status: 400,
        errors: [{ pointer: '/data_base64' }],
      });
    expect((await post(STRUCTURED, text({ ...rest, data, data_base64: base64(text(data)) }))).status).toBe(201);
  });

  it.each(['ce-id', 'ce-time', 'ce-sequence'])('is refused as the header %s', async (name) => {
    const headers = binaryHeaders() as Readonly<Record<string, string>>;
    const value = headers[name] ?? '1';
    const answer = await post('application/json', text(a().data), { ...headers, [name]: [value, value] });
    expect(problemOf(answer)).toMatchObject({
      status: 400,
      code: 'not-a-cloud-event',
      errors: [{ pointer: `/${name.slice(3)}`, message: 'is there more than once' }],
    });
  });
});

describe('the actor in data_base64', () => {
  it('is kept beside the event, as the one in data is', async () => {
    const { data, ...rest } = a();
    const data_base64 = Buffer.from(text({ ...data, actor: 'operator/3' })).toString('base64');
    const { stream } = said(await post(STRUCTURED, text({ ...rest, data_base64 })));
    const [stored] = await service.log(stream);
    expect(stored.metadata.actor).toBe('operator/3');
  });
});

describe('a lenient answer', () => {
  const refusals: [string, () => ReturnType<typeof a>, number][] = [
    ['a fault of form', () => produced(newVin(), { data: { vin: 'x' } }), 422],
    ['a rule', () => produced(newVin(), {}, 'bj-1', 'L9'), 422],
  ];

  it.each(refusals)(
    'to what %s refuses is 202, with the body that it has as a problem',
    async (_what, make, status) => {
      const sent = make();
      const strict = await service.send.structured(sent);
      expect(strict.status).toBe(status);
      const asking: [string, OutgoingHttpHeaders][] = [
        ['?lenient=true', {}],
        ['', { prefer: 'handling=lenient' }],
        ['', { prefer: 'respond-async; wait=5, Handling="lenient"; x=y' }],
        ['', { prefer: ['respond-async', 'handling=lenient'] }],
        ['?lenient=true&dryRun=true', {}],
      ];
      for (const [query, headers] of asking) {
        const answer = await post(STRUCTURED, text(sent), headers, query);
        expect(answer.status).toBe(202);
        if (!query.includes('dryRun')) expect(said(answer)).toEqual(said(strict));
        expect(said(answer)).toMatchObject({ result: 'rejected', status });
      }
    },
  );

  it('is not given where nothing is kept, and not where it is not asked for', async () => {
    expect((await post(STRUCTURED, '{}', { prefer: 'handling=lenient' })).status).toBe(400);
    const sent = produced('NOVIN');
    expect((await post(STRUCTURED, text(sent), { prefer: 'handling=strict' })).status).toBe(422);
    expect((await post(STRUCTURED, text(sent), { prefer: 'handling=lenient' }, '?lenient=false')).status).toBe(422);
    expect((await post(STRUCTURED, text(sent), { prefer: 'x="handling=lenient"' })).status).toBe(422);
  });

  it('to another content under the same id is 202, too', async () => {
    const sent = a();
    await service.send.structured(sent);
    const other = { ...sent, data: { ...sent.data, model: 'YU7' } };
    const answer = await service.send.structured(other, '?lenient=true');
    expect([answer.status, said(answer).code, said(answer).quarantine]).toEqual([
      202,
      'conflicting-duplicate',
      eventIdFor(sent),
    ]);
  });
});

describe('times', () => {
  it('with a leap second, or more digits than anyone needs, are what they mean', async () => {
    const sent: [string, string][] = [
      ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
      ['2017-01-01T07:59:60.25+08:00', '2016-12-31T23:59:59.999Z'],
      ['2024-07-20T08:00:00.123456789012345678Z', '2024-07-20T08:00:00.123Z'],
    ];
    for (const [time, occurredAt] of sent) {
      const { stream, result } = said(await service.send.structured(produced(newVin(), { time })));
      expect(result).toBe('accepted');
      const [stored] = await service.log(stream);
      expect(stored.metadata.occurredAt ?? stored.occurredAt).toBe(occurredAt);
    }
  });
});

describe('what is sent roughly', () => {
  it('is answered although it expects 100-continue', async () => {
    const body = text(a());
    const { socket, received } = await openRaw(service.url);
    socket.write(
      `POST /v1/events HTTP/1.1\r\nhost: ledger\r\ncontent-type: ${STRUCTURED}\r\nexpect: 100-continue\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    while (!received().includes('100 Continue')) await new Promise((wake) => setTimeout(wake, 10));
    socket.write(body);
    while (!received().includes('"result"')) await new Promise((wake) => setTimeout(wake, 10));
    expect(received()).toContain('HTTP/1.1 201');
    socket.destroy();
  });

  it('is taken in chunks of a byte, and lines of a stream in any', async () => {
    const { socket, received, closed } = await openRaw(service.url);
    socket.write(chunkedHead(STRUCTURED).replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'));
    for (const byte of text(a())) socket.write(chunk(byte));
    socket.write('0\r\n\r\n');
    await closed;
    expect(received()).toContain('HTTP/1.1 201');
  });

  it('with less of a body than its Content-Length says leaves nothing behind', async () => {
    const before = (await service.log()).length;
    const { socket } = await openRaw(service.url);
    const body = text(a());
    socket.end(
      `POST /v1/events HTTP/1.1\r\nhost: ledger\r\ncontent-type: ${STRUCTURED}\r\ncontent-length: ${body.length + 1}\r\n\r\n${body}`,
    );
    await new Promise((gone) => socket.once('close', gone));
    expect((await service.log()).length).toBe(before);
  });

  it.each([
    ['a NUL', text(a()).replace('SU7', 'SU\u00007'), 400],
    ['an escaped NUL', text(held(newVin())).replace('paint', 'a\\u0000b'), 422],
    ['half a character', text(held(newVin())).replace('paint', 'a\\ud800b'), 422],
    ['nothing', '', 400],
    ['spaces', ' \r\n\t', 400],
  ])('is refused with %s in it', async (_what, body, status) => {
    expect(problemOf(await post(STRUCTURED, body)).status).toBe(status);
  });

  it('is nothing in a batch of nothing', async () => {
    expect(said(await post(BATCH, '[]'))).toEqual({
      accepted: 0,
      duplicates: 0,
      quarantined: 0,
      rejected: 0,
      results: [],
    });
  });

  it('deep or broad is refused: alone where the batch can be read, all of it where not', async () => {
    const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const extended = (depth: number) => text(a()).replace('{', `{"ext":${deep(depth)},`);
    const data = (depth: number) => text(a()).replace('"SU7"', deep(depth));
    expect(problemOf(await post(BATCH, `[${extended(8_000)}]`))).toMatchObject({ status: 400, code: 'too-deep' });
    expect(problemOf(await post(STRUCTURED, extended(8_000)))).toMatchObject({ status: 400, code: 'too-deep' });
    expect(linesOf(await post(NDJSON, extended(8_000)))).toMatchObject([{ code: 'too-deep' }, { rejected: 1 }]);
    expect(said(await post(BATCH, `[${data(20)},${text(a())}]`))).toMatchObject({
      accepted: 1,
      rejected: 1,
      results: [{ code: 'too-deep' }, {}],
    });
    const broad = { ...a(), data: Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`f${index}`, 1])) };
    expect(said(await post(BATCH, text([broad, a()])))).toMatchObject({
      accepted: 1,
      results: [{ code: 'too-large', detail: expect.stringContaining('2000 values') }, {}],
    });
    expect(problemOf(await post(STRUCTURED, text(broad)))).toMatchObject({ status: 413, code: 'too-large' });
  });
});

it('OPTIONS states every limit, and what is understood', async () => {
  const answer = await ask(`${service.url}/v1/events`, { method: 'OPTIONS' });
  expect(said(answer)).toMatchObject({
    codings: ['gzip', 'identity'],
    modes: { csv: 'text/csv' },
    limits: { bodiesBytes: 64 * 1024 * 1024, inflation: 250, bodyMilliseconds: 30_000, silentMilliseconds: 300_000 },
  });
  expect(said(answer).parameters).toEqual(expect.arrayContaining(['dryRun', 'lenient', 'source', 'idFrom']));
  expect(answer.headers['accept-post']).toContain('text/csv');
});

it('a delivery before its production waits, compressed as well', async () => {
  expect((await gzipped(STRUCTURED, text(delivered(newVin())))).status).toBe(202);
});
