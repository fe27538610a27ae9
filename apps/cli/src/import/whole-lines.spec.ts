import { wholeLines, type Ending } from './whole-lines.js';

async function* chunks(texts: readonly string[], failure?: Error): AsyncGenerator<Buffer> {
  for (const text of texts) yield Promise.resolve(Buffer.from(text));
  if (failure) throw failure;
}

async function read(texts: readonly string[], failure?: Error) {
  const counted = { lines: 0 };
  const ending: Ending = {};
  const pieces: string[] = [];
  for await (const piece of wholeLines(chunks(texts, failure), counted, ending)) pieces.push(piece.toString());
  return { pieces, lines: counted.lines, failure: ending.failure };
}

describe('handing on whole lines', () => {
  it('keeps every byte, cuts only between lines, and counts them', async () => {
    const { pieces, lines } = await read(['a', 'b\ncd', 'e\n\nf\ng', '', 'h']);
    expect(pieces).toEqual(['ab\n', 'cde\n\nf\n', 'gh']);
    expect(lines).toBe(5);
  });

  it('ends in order when reading fails, without the part of a line that was left', async () => {
    const failure = new Error('the disk is gone');
    expect(await read(['a\nb', 'c'], failure)).toEqual({ pieces: ['a\n'], lines: 1, failure });
    expect(await read([], failure)).toEqual({ pieces: [], lines: 0, failure });
  });

  it('does not take for a failure of the input what its reader throws into it', async () => {
    const ending: Ending = {};
    const lines = wholeLines(chunks(['a\n', 'b\n']), { lines: 0 }, ending);
    await lines.next();
    await expect(lines.throw(new Error('the server went away'))).rejects.toThrow('went away');
    expect(ending.failure).toBeUndefined();
  });

  it('holds no more than a mebibyte of a line that does not end', async () => {
    const { pieces } = await read(Array.from({ length: 40 }, () => 'x'.repeat(65_536)));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toHaveLength(40 * 65_536);
  });
});
