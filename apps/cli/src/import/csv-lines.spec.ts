import { csvLines, separatorOf } from './csv-lines.js';

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Promise.resolve(bytes.subarray(at, at + size));
}

/** The lines made of a file that arrives in chunks of `size` bytes, what was refused, and what ended it. */
async function read(text: string | Buffer, size = 65_536) {
  const refused: [number, string][] = [];
  let lines = '';
  let failure: unknown;
  try {
    for await (const piece of csvLines(chunks(Buffer.from(text), size), { source: '//mes' }, (row, fault) => {
      refused.push([row, fault]);
    }))
      lines += piece.toString();
  } catch (error) {
    failure = error;
  }
  return { lines: lines.split('\n').slice(0, -1), refused, failure };
}

const file = [
  '\ufefftype,time,id,reason',
  'UnitHeld,t,1,"two, ""quoted"""',
  '',
  'UnitHeld,t,2,größer,more',
  'UnitHeld,t,3,"over\r\nlines"',
  'UnitHeld,t,4,5" pipe',
].join('\r\n');

describe('CSV as lines of events', () => {
  it.each([1, 2, 3, 7, 65_536])('has line n for row n + 1, however it arrives (%i bytes at once)', async (size) => {
    const { lines, refused, failure } = await read(file, size);
    const events = lines.map((line) => (line === '' ? undefined : JSON.parse(line)));
    expect(events.map((event) => event?.id)).toEqual(['1', undefined, undefined, '3', '4']);
    expect(events.map((event) => event?.data.reason)).toEqual([
      'two, "quoted"',
      undefined,
      undefined,
      'over\r\nlines',
      '5" pipe',
    ]);
    expect(refused).toEqual([[4, expect.stringContaining('5 cells')]]);
    expect(failure).toBeUndefined();
  });

  it('hands on what stands above the place where it stops being CSV', async () => {
    const { lines, failure } = await read('type,time,id\nUnitHeld,t,1\nUnitHeld,"t,2\nUnitHeld,t,3\n');
    expect(lines).toHaveLength(1);
    expect(failure).toMatchObject({ name: 'Failure', message: expect.stringMatching(/^Row 3 .*never closed/) });
  });

  it('does not hold a cell without end', async () => {
    const { failure } = await read(`type,time,id\nUnitHeld,t,"${'x'.repeat(2_000_000)}\n`);
    expect(failure).toMatchObject({ message: expect.stringMatching(/^Row 2 /) });
  });

  it('refuses a row that is not UTF-8, and takes the ones around it', async () => {
    const text = 'type,time,id,reason\nUnitHeld,t,1,a\nUnitHeld,t,2,\xfc\nUnitHeld,t,3,b\n';
    const { lines, refused } = await read(Buffer.from(text, 'latin1'));
    expect(lines.map((line) => line !== '')).toEqual([true, false, true]);
    expect(refused).toEqual([[3, expect.stringContaining('UTF-8')]]);
  });

  it('says what an empty file lacks', async () => {
    expect((await read('')).failure).toMatchObject({ name: 'CsvHeaderError' });
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
