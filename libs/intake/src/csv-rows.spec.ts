import { csvRows, separatorOf, type CsvRow } from './csv-rows.js';
import type { CsvOptions } from './csv.js';

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Promise.resolve(bytes.subarray(at, at + size));
}

/** The rows of a file that arrives in chunks of `size` bytes, and what ended it. */
async function read(text: string | Buffer, size = 65_536, options: CsvOptions = { source: '//mes' }) {
  const rows: CsvRow[] = [];
  let failure: unknown;
  try {
    for await (const group of csvRows(chunks(Buffer.from(text), size), options)) rows.push(...group);
  } catch (error) {
    failure = error;
  }
  const events = rows.map((one) => [one.row, 'event' in one ? (one.event as { id?: unknown }).id : one.fault]);
  return { rows, events, failure };
}

const file = [
  '\ufefftype,time,id,reason',
  'UnitHeld,t,1,"two, ""quoted"""',
  '',
  'UnitHeld,t,2,größer,more',
  'UnitHeld,t,3,"over\r\nlines"',
  'UnitHeld,t,4,5" pipe',
].join('\r\n');

describe('the rows of a CSV file', () => {
  it.each([1, 2, 3, 7, 65_536])('are the same however they arrive (%i bytes at once)', async (size) => {
    const { rows, events, failure } = await read(file, size);
    expect(events).toEqual([
      [2, '1'],
      [4, expect.stringContaining('5 cells')],
      [5, '3'],
      [6, '4'],
    ]);
    const reasons = rows.map((one) => 'event' in one && (one.event.data as { reason: string }).reason);
    expect(reasons).toEqual(['two, "quoted"', false, 'over\r\nlines', '5" pipe']);
    expect(failure).toBeUndefined();
  });

  it.each([1, 5, 65_536])('tell their separator by the whole first row (%i bytes at once)', async (size) => {
    expect((await read('\ufefftype;time;id\nUnitHeld;t;1\n', size)).events).toEqual([[2, '1']]);
  });

  it('come while the file is still being sent, as far as they are whole', async () => {
    const { promise: toGoOn, resolve: goOn } = Promise.withResolvers<undefined>();
    async function* trickling() {
      yield Buffer.from('type,time,id\nUnitHeld,t,1\nUnitHeld,');
      await toGoOn;
      yield Buffer.from('t,2');
    }
    const groups = csvRows(trickling(), { source: '//mes' });
    expect((await groups.next()).value).toMatchObject([{ row: 2 }]);
    const next = groups.next();
    goOn(undefined);
    expect((await next).value).toMatchObject([{ row: 3 }]);
  });

  it('stand above the place where it stops being CSV', async () => {
    const { events, failure } = await read('type,time,id\nUnitHeld,t,1\nUnitHeld,"t,2\nUnitHeld,t,3\n');
    expect(events).toEqual([[2, '1']]);
    expect(failure).toMatchObject({ name: 'CsvError', message: expect.stringMatching(/^Row 3 .*never closed/) });
  });

  it('do not hold a cell without end', async () => {
    const { failure } = await read(`type,time,id\nUnitHeld,t,"${'x'.repeat(2_000_000)}\n`);
    expect(failure).toMatchObject({ name: 'CsvError', message: expect.stringMatching(/^Row 2 /) });
  });

  it('that are not UTF-8 are refused, and the ones around them taken', async () => {
    const text = 'type,time,id,reason\nUnitHeld,t,1,a\nUnitHeld,t,2,\xfc\nUnitHeld,t,3,b\n';
    const { events } = await read(Buffer.from(text, 'latin1'));
    expect(events).toEqual([
      [2, '1'],
      [3, expect.stringContaining('UTF-8')],
      [4, '3'],
    ]);
  });

  it.each([
    ['an empty file', '', 'no column "type"'],
    ['UTF-16, as spreadsheets write "Unicode text"', Buffer.from('\ufefftype\ttime\tid\n', 'utf16le'), 'UTF-16'],
    ['more columns than there are fields', `type,time,id${',x'.repeat(100_000)}\n`, 'at most 500'],
    ['no id', 'type,time,vin\n', '?idFrom='],
  ])('say what is wrong with %s', async (_what, text, sentence) => {
    const givenBy = { source: '?source=', idFrom: '?idFrom=' };
    const { failure } = await read(text, 65_536, { source: '//mes', givenBy });
    expect(failure).toMatchObject({ name: 'CsvError', message: expect.stringContaining(sentence) });
  });

  it('suggests an id that is not made of a time, which may be corrected', async () => {
    const { failure } = await read('type,time,vin\n');
    expect(failure).toMatchObject({ message: expect.stringMatching(/such as type,vin\.$/) });
  });
});

describe('what separates cells', () => {
  it.each([
    ['type,time,id\n1;2;3;4;5;6', ','],
    ['type;time;id\r\n1,2,3,4,5,6', ';'],
    ['type\ttime\tid', '\t'],
    ['type', ','],
    ['', ','],
  ])('in %j is %j', (start, separator) => {
    expect(separatorOf(Buffer.from(start))).toBe(separator);
  });
});
