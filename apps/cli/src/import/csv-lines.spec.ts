import { csvLines } from './csv-lines.js';

async function read(text: string) {
  const refused: [number, string][] = [];
  let lines = '';
  async function* chunks() {
    yield Promise.resolve(Buffer.from(text));
  }
  const reported = (row: number, fault: string) => void refused.push([row, fault]);
  for await (const piece of csvLines(chunks(), { source: '//mes' }, reported)) lines += piece.toString();
  return { lines: lines.split('\n').slice(0, -1), refused };
}

describe('CSV as lines of events', () => {
  it('has line n for row n + 1, an empty one where there is no event', async () => {
    const { lines, refused } = await read('type,time,id\nUnitHeld,t,1\n\n\nUnitHeld,t,2,more\nUnitHeld,t,3\n\n');
    const ids = lines.map((line) => (line === '' ? undefined : (JSON.parse(line) as { id: string }).id));
    expect(ids).toEqual(['1', undefined, undefined, undefined, '3']);
    expect(refused).toEqual([[5, expect.stringContaining('4 cells')]]);
  });
});
