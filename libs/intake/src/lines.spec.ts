import fc from 'fast-check';
import { linesOf, type Line, type LineLimits } from './lines.js';

const LIMITS: LineLimits = { longest: 64, most: 3, patience: 5 };

async function* chunked(text: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let start = 0;
  for (const end of [...cuts].sort((a, b) => a - b)) {
    if (end <= start || end >= text.length) continue;
    yield text.subarray(start, end);
    start = end;
    await Promise.resolve();
  }
  yield text.subarray(start);
}

const reported = (line: Line) =>
  'tooLong' in line ? `${line.line}: too long` : `${line.line}: ${line.bytes.toString()}`;

async function groupsOf(chunks: AsyncIterable<Buffer | string>, limits: LineLimits = LIMITS): Promise<string[][]> {
  const groups: string[][] = [];
  for await (const group of linesOf(chunks, limits)) groups.push(group.map(reported));
  return groups;
}

describe('cutting a stream into lines', () => {
  it('numbers lines from 1, leaves empty ones out, and takes a last line without its newline', async () => {
    const groups = await groupsOf(chunked(Buffer.from('one\n\n  \r\ntwo\nthree'), []));
    expect(groups.flat()).toEqual(['1: one', '4: two', '5: three']);
  });

  it('reports a line that is too long and goes on behind it', async () => {
    const long = 'x'.repeat(65);
    expect((await groupsOf(chunked(Buffer.from(`a\n${long}\nb\n${long}`), [10, 20, 30]))).flat()).toEqual([
      '1: a',
      '2: too long',
      '3: b',
      '4: too long',
    ]);
  });

  it('hands a group over when it is full', async () => {
    expect((await groupsOf(chunked(Buffer.from('1\n2\n3\n4\n5\n6\n7\n'), []))).map((group) => group.length)).toEqual([
      3, 3, 1,
    ]);
  });

  it('hands a group over when its lines are long', async () => {
    const text = Buffer.from(`${'x'.repeat(50)}\n`.repeat(5));
    const groups = await groupsOf(chunked(text, []), { ...LIMITS, most: 100, mostBytes: 100 });
    expect(groups.map((group) => group.length)).toEqual([2, 2, 1]);
  });

  it('does not wait for the end of a stream that trickles', async () => {
    let finish: () => void = () => undefined;
    async function* trickling() {
      yield Buffer.from('one\ntw');
      await new Promise<void>((resolve) => (finish = resolve));
      yield Buffer.from('o\n');
    }
    const groups = linesOf(trickling(), LIMITS);
    const first = await groups.next();
    expect((first.value as Line[]).map(reported)).toEqual(['1: one']);
    finish();
    expect(((await groups.next()).value as Line[]).map(reported)).toEqual(['2: two']);
  });

  it('takes a line of nothing but a byte order mark for an empty one', async () => {
    expect((await groupsOf(chunked(Buffer.from('\ufeff\r\none\n'), [1, 2]))).flat()).toEqual(['2: one']);
  });

  it('tells what it holds: what has come of a line, and a group until the next one is asked for', async () => {
    const held: number[] = [];
    const text = Buffer.from(`${'x'.repeat(50)}\n${'y'.repeat(10)}\n${'z'.repeat(300)}`);
    const groups = linesOf(chunked(text, [20, 51, 62]), {
      ...LIMITS,
      patience: 0,
      holding: (bytes) => held.push(bytes),
    });
    await groups.next();
    expect(Math.max(...held)).toBeGreaterThanOrEqual(50);
    for (let next = await groups.next(); !next.done; next = await groups.next());
    expect(held.at(-1)).toBe(0);
  });

  it('holds a line that comes byte by byte in about as many bytes as it has', async () => {
    let most = 0;
    const text = Buffer.alloc(50_000, 'x');
    const every = Array.from({ length: text.length }, (_, index) => index);
    const limits = {
      longest: 100_000,
      most: 3,
      patience: 5,
      holding: (bytes: number) => (most = Math.max(most, bytes)),
    };
    expect((await groupsOf(chunked(text, every), limits)).flat()).toHaveLength(1);
    expect(most).toBeLessThanOrEqual(2 * text.length + 2);
  });

  it('passes a failure of the source on, behind the lines that came before it', async () => {
    async function* failing() {
      yield Buffer.from('one\n');
      await Promise.resolve();
      throw new Error('gone');
    }
    const groups = linesOf(failing(), LIMITS);
    expect(((await groups.next()).value as Line[]).map(reported)).toEqual(['1: one']);
    await expect(groups.next()).rejects.toThrow('gone');
  });

  it('gives the same lines however the bytes are cut, in the middle of characters too', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\n', ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 20 }),
        fc.array(fc.nat(400), { maxLength: 20 }),
        async (lines, cuts) => {
          const text = Buffer.from(lines.join('\n'));
          const whole = (await groupsOf(chunked(text, []))).flat();
          expect((await groupsOf(chunked(text, cuts))).flat()).toEqual(whole);
          const expected = lines.filter((one) => !/^[ \r\t]*$/.test(one) && Buffer.byteLength(one) <= LIMITS.longest);
          expect(whole.filter((one) => !one.endsWith('too long'))).toHaveLength(expected.length);
        },
      ),
    );
  });
});
