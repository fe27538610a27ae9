import { linesOf, said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import { eventually } from '../support/eventually.js';
import {
  delivered,
  ERP,
  event,
  eventIdFor,
  held,
  newVin,
  places,
  produced,
  type TestEvent,
} from '../support/events.js';
import { openStream } from '../support/open-stream.js';
import { startTestService, type TestService } from '../support/service.js';

const NDJSON = 'application/x-ndjson';
const line = (sent: TestEvent) => `${JSON.stringify(sent)}\n`;
const units = (count: number) => Array.from({ length: count }, () => produced(newVin()));

describeOnEachEngine('a stream', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ engine });
    await service.send.batch(places());
  });
  afterAll(() => service.close());

  it('is answered with a line for every event that was not accepted, then the counts and the highest position', async () => {
    const [vin, other] = [newVin(), newVin()];
    const [made, wrong, early, last] = [produced(vin), produced(vin.toLowerCase()), delivered(other), held(vin)];
    const answer = await service.send.stream([made, made, wrong, early, last]);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, NDJSON]);
    const [rejected, quarantined, summary, ...more] = linesOf(answer);
    expect(rejected).toMatchObject({
      index: 2,
      result: 'rejected',
      code: 'invalid-vin',
      eventId: eventIdFor(wrong),
      quarantine: eventIdFor(wrong),
    });
    expect(quarantined).toMatchObject({ index: 3, result: 'quarantined', code: 'out-of-order' });
    const [, stored] = await service.log(`unit-${vin}`);
    expect(summary).toEqual({ accepted: 2, duplicates: 1, quarantined: 1, rejected: 1, position: expect.any(String) });
    const [parked] = await service.log(`unit-${other}`);
    const highest = [stored.position, parked.position].map(BigInt).reduce((a, b) => (a > b ? a : b));
    expect(summary.position).toBe(String(highest));
    expect(more).toEqual([]);
  });

  it('goes on after lines that are no CloudEvents, and tells of each', async () => {
    const [first, last] = units(2);
    const nonsense = ['nonsense', '{"a":', '[]', 'null', '7', '{}', '{"specversion":"1.0"}', '"\ud800"'];
    const body = `${JSON.stringify(first)}\n${nonsense.join('\n')}\n${JSON.stringify(last)}\n`;
    const lines = linesOf(await service.send.post(NDJSON, body));
    expect(lines.pop()).toMatchObject({ accepted: 2, rejected: nonsense.length });
    expect(lines.map(({ result, line: number }) => [result, number])).toEqual(
      nonsense.map((_, index) => ['rejected', index + 2]),
    );
    for (const { code } of lines) expect(['malformed-json', 'not-a-cloud-event']).toContain(code);
  });

  it('passes over bytes that are not UTF-8 and lines that are too long, with a line for each', async () => {
    const [first, last] = units(2);
    const vin = newVin();
    const long = held(vin, { data: { vin, reason: 'r'.repeat(400_000) } });
    const body = Buffer.concat([
      Buffer.from(`${JSON.stringify(first)}\n`),
      Buffer.from([0x22, 0xc3, 0x28, 0x22, 0x0a]),
      Buffer.from(`${JSON.stringify(long)}\n${JSON.stringify(last)}\n`),
    ]);
    const lines = linesOf(await service.send.post(NDJSON, body));
    expect(lines).toMatchObject([
      { line: 2, result: 'rejected', code: 'malformed-json' },
      { line: 3, result: 'rejected', code: 'too-large' },
      { accepted: 2, rejected: 2 },
    ]);
  });

  it('may have blank lines, CRLF, and no line feed at its end', async () => {
    const [first, second, third] = units(3).map((sent) => JSON.stringify(sent));
    const body = `\n\r\n${first}\r\n\n   \n${second}\n\r\n\t\n${third}`;
    expect(linesOf(await service.send.post(NDJSON, body))).toMatchObject([{ accepted: 3, rejected: 0 }]);
  });

  it('that is empty has a summary of nothing', async () => {
    for (const body of ['', '\n', '\r\n\r\n'])
      expect(linesOf(await service.send.post(NDJSON, body))).toEqual([
        { accepted: 0, duplicates: 0, quarantined: 0, rejected: 0 },
      ]);
  });

  it('may be cut anywhere, in the middle of a character too', async () => {
    const [vin, made] = [newVin(), units(1)[0] as TestEvent];
    const note = held(vin, { actor: 'Größe 李 🚗', data: { vin, reason: 'Lack löst sich ab 🚗 塗装' } });
    const bytes = Buffer.from(line(produced(vin)) + line(note) + line(made));
    async function* byteByByte() {
      for (const byte of bytes) yield Buffer.from([byte]);
    }
    expect(linesOf(await service.send.post(NDJSON, byteByByte()))).toMatchObject([{ accepted: 3 }]);
    const [, stored] = await service.log(`unit-${vin}`);
    expect([stored.data, stored.metadata.actor]).toEqual([note.data, 'Größe 李 🚗']);
  });

  it('lists duplicates when asked to, and those that differ always', async () => {
    const [first, second] = units(2) as [TestEvent, TestEvent];
    await service.send.stream([first, second]);
    expect(linesOf(await service.send.stream([first, second]))).toMatchObject([{ duplicates: 2 }]);
    const listed = linesOf(await service.send.stream([first, second], '?list=all'));
    expect(listed).toMatchObject([
      { index: 0, result: 'duplicate', eventId: eventIdFor(first), position: expect.any(String) },
      { index: 1, result: 'duplicate' },
      { duplicates: 2, position: listed[1].position },
    ]);
    const otherwise = { ...first, source: ERP, time: '2024-07-20T09:00:00.000Z' };
    expect(linesOf(await service.send.stream([otherwise]))).toMatchObject([
      { result: 'duplicate', differs: { occurredAt: expect.any(Object) }, quarantine: eventIdFor(otherwise) },
      { duplicates: 1 },
    ]);
  });

  it('tells its progress every 10,000 lines; the whole file sent again is all duplicates', async () => {
    const many = units(engine === 'sqlite' ? 25_000 : 11_000);
    const lines = linesOf(await service.send.stream(many));
    const summary = lines.at(-1);
    const reported = [10_000, 20_000].filter((count) => count < many.length);
    // A group that passes the mark is not cut there.
    const marks = lines.slice(0, -1).map(({ progress }) => progress.read - (progress.read % 10_000));
    expect(marks).toEqual(reported);
    const { read, ...counts } = lines[0].progress;
    expect(counts).toMatchObject({ accepted: read, duplicates: 0, quarantined: 0, rejected: 0 });
    expect(BigInt(summary.position)).toBeGreaterThan(BigInt(lines[0].progress.position));
    expect(summary).toMatchObject({ accepted: many.length, duplicates: 0 });
    const before = (await service.log()).length;
    const again = linesOf(await service.send.stream(many));
    expect(again.at(-1)).toMatchObject({ accepted: 0, duplicates: many.length, position: summary.position });
    expect(again).toHaveLength(lines.length);
    expect((await service.log()).length).toBe(before);
  });

  it('that trickles is worked on without waiting for its end', async () => {
    const [vin, other] = [newVin(), newVin()];
    const stream = openStream(service.url);
    stream.write(line(produced(vin)));
    await eventually(async () => (await service.log(`unit-${vin}`)).length === 1);
    expect(stream.lines).toEqual([]);
    stream.write(line(delivered(other)));
    await stream.answered(1);
    expect(JSON.parse(stream.lines[0] ?? '')).toMatchObject({ result: 'quarantined', index: 1 });
    const half = line(delivered(vin));
    stream.write(half.slice(0, 40));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await service.log(`unit-${vin}`)).toHaveLength(1);
    stream.write(half.slice(40));
    await eventually(async () => (await service.log(`unit-${vin}`)).length === 2);
    const [, summary] = await stream.end();
    expect(JSON.parse(summary ?? '')).toMatchObject({ accepted: 2, quarantined: 1 });
  });

  it('that is cut off has no summary, and loses nothing that was counted', async () => {
    const many = units(12_000);
    const stream = openStream(service.url);
    for (const sent of many) stream.write(line(sent));
    await stream.answered(1);
    stream.write(line(event('UnitHeld', { vin: 'x' })).slice(0, 30));
    stream.drop();
    expect(stream.lines.map((text) => Object.keys(JSON.parse(text)))).toEqual([['progress']]);
    const counted = JSON.parse(stream.lines[0] ?? '').progress.accepted;
    expect(counted).toBeGreaterThanOrEqual(10_000);
    const again = linesOf(await service.send.stream(many)).at(-1);
    expect(again).toMatchObject({ quarantined: 0, rejected: 0 });
    expect(again.accepted + again.duplicates).toBe(many.length);
    expect(again.duplicates).toBeGreaterThanOrEqual(counted);
    const [last] = await service.log(said(await service.send.structured(many.at(-1) as TestEvent)).stream);
    expect(last.type).toBe('UnitProduced');
  });
});
