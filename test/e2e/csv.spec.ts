import { gzipSync } from 'node:zlib';
import { linesOf } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import { eventually } from '../support/eventually.js';
import { EARLIER, MES, newVin, places, produced } from '../support/events.js';
import { openStream } from '../support/open-stream.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

const CSV = 'text/csv';
const HEADER = 'type,time,source,id,vin,model,plant,line,reason';

/** A production as a row; its VIN is its id. */
const row = (vin = newVin(), id = vin) => `UnitProduced,${EARLIER},${MES},${id},${vin},SU7,bj-1,L1,`;

describeOnEachEngine('CSV over HTTP', (engine) => {
  let service: TestService;
  const send = async (body: string | Buffer, query = '') => linesOf(await service.send.post(CSV, body, query));

  beforeAll(async () => {
    service = await startTestService({ engine });
    await service.send.batch(places());
  });
  afterAll(() => service.close());

  it('is answered as a stream is: what was not accepted by its row, then the counts', async () => {
    const [vin, other] = [newVin(), newVin()];
    const rows = [
      HEADER,
      row(vin),
      '',
      row('NOVIN'),
      `UnitHeld,2024-07-20T09:00:00Z,${MES},h-${vin},${vin},,,,"scratch, ""left"" door`.concat('"'),
      `${row(other)},too,many`,
      row(other),
      row(vin),
    ];
    const lines = await send(`\ufeff${rows.join('\r\n')}\r\n`);
    expect(lines).toMatchObject([
      { index: 1, row: 4, result: 'rejected', code: 'invalid-vin' },
      { index: 3, row: 6, result: 'rejected', code: 'unreadable-row', detail: expect.stringContaining('11 cells') },
      { accepted: 3, duplicates: 1, quarantined: 0, rejected: 2 },
    ]);
    expect(lines[0]).not.toHaveProperty('line');
    const [, stored] = await service.log(`unit-${vin}`);
    expect(stored.data.reason).toBe('scratch, "left" door');
  });

  it('may leave source and id to the parameters', async () => {
    const vin = newVin();
    const body = `type;time;vin;model;plant;line\nUnitProduced;${EARLIER};${vin};SU7;bj-1;L1\n`;
    expect(await send(body, '?source=//csv&idFrom=type,vin')).toMatchObject([{ accepted: 1 }]);
    expect(await send(body, '?source=//csv&idFrom=type,%20vin')).toMatchObject([{ duplicates: 1 }]);
    const [stored] = await service.log(`unit-${vin}`);
    expect([stored.metadata.source, stored.metadata.id]).toEqual(['//csv', `UnitProduced/${vin}`]);
  });

  it('tells the same fact as the same event sent in JSON', async () => {
    const sent = produced(newVin());
    await service.send.structured(sent);
    const { id, data } = sent;
    expect(await send(`${HEADER}\n${row(String(data.vin), id)}`)).toMatchObject([{ duplicates: 1, rejected: 0 }]);
  });

  it.each([
    ['', '', 'no column "type"'],
    ['type,time,id\n', '', 'with ?source='],
    ['type,time,source\n', '', 'with ?idFrom='],
    ['type,time,source\n', '?idFrom=vin', '?idFrom= names "vin"'],
    ['type,time,id,colour\n', '?source=//x', '"colour" is no field'],
    [Buffer.from(`\ufeff${HEADER}\n`, 'utf16le'), '', 'UTF-16'],
    [`${HEADER}\nUnitHeld,"t,`, '', 'Row 2 '],
  ])('that cannot be read (%#) is a 400 that says why', async (body, query, sentence) => {
    const problem = problemOf(await service.send.post(CSV, body, query));
    expect([problem.status, problem.code, problem.detail]).toEqual([
      400,
      'malformed-csv',
      expect.stringContaining(sentence),
    ]);
  });

  it('that stops being CSV has its rows up to there taken, and no summary', async () => {
    const [first, refused] = [newVin(), 'NOVIN'];
    const answer = await send(
      `${HEADER}\n${row(first)}\n${row(refused, `x-${first}`)}\nUnitHeld,"${'x'.repeat(300_000)}`,
    );
    expect(answer).toMatchObject([
      { row: 3, code: 'invalid-vin' },
      { problem: { status: 400, code: 'malformed-csv', detail: expect.stringMatching(/^Row 4 /) } },
    ]);
    expect(await send(`${HEADER}\n${row(first)}`)).toMatchObject([{ duplicates: 1 }]);
  });

  it.each([
    ['structured', '?source=//x', 'source'],
    ['stream', '?idFrom=vin', 'idFrom'],
  ] as const)('has parameters of its own, which are refused for a %s request', async (mode, query, name) => {
    const answer = await (mode === 'structured'
      ? service.send.structured(produced(newVin()), query)
      : service.send.stream([produced(newVin())], query));
    expect(problemOf(answer)).toMatchObject({ code: 'invalid-parameter', errors: [{ pointer: `/query/${name}` }] });
  });

  it.each(['?idFrom=', '?idFrom=vin,,type', '?source=', '?source=a&source=b', '?idFrom=vin&idFrom=type'])(
    'is refused with %s',
    async (query) => {
      const answer = await service.send.post(CSV, `${HEADER}\n`, query);
      expect(problemOf(answer)).toMatchObject({ status: 400, code: 'invalid-parameter' });
    },
  );

  it('may be compressed, checked without being taken in, and listed whole', async () => {
    const body = `${HEADER}\n${Array.from({ length: 2_500 }, () => row()).join('\n')}\n`;
    const zipped = { 'content-encoding': 'gzip' };
    const post = async (query: string) => linesOf(await service.send.post(CSV, gzipSync(body), query, zipped));
    expect(await post('?dryRun=true')).toMatchObject([{ accepted: 2_500 }]);
    expect(await post('')).toMatchObject([{ accepted: 2_500 }]);
    const listed = await post('?list=all');
    expect(listed).toHaveLength(2_501);
    expect(listed[0]).toMatchObject({ index: 0, row: 2, result: 'duplicate' });
  });

  it('that trickles is worked on without waiting for its end', async () => {
    const vin = newVin();
    const stream = openStream(service.url, '', CSV);
    for (const byte of `${HEADER}\n${row(vin)}\n${row().slice(0, 20)}`) stream.write(byte);
    await eventually(async () => (await service.log(`unit-${vin}`)).length === 1);
    stream.drop();
  });
});
