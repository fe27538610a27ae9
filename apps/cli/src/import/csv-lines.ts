import { csvRows, type CsvOptions } from '@plant-ledger/intake';

/**
 * Converts CSV into NDJSON, a line for every row after the first, so that line n is row n + 1 of the file. An empty
 * row, and one that cannot be an event (passed to `refused`), becomes an empty line.
 * @throws CsvError where the file cannot be read as CSV. What came before has been yielded.
 */
export async function* csvLines(
  chunks: AsyncIterable<Buffer>,
  options: CsvOptions,
  refused: (row: number, fault: string) => void,
): AsyncGenerator<Buffer> {
  let next = 2;
  for await (const rows of csvRows(chunks, options)) {
    let lines = '';
    for (const one of rows) {
      lines += '\n'.repeat(one.row - next);
      next = one.row + 1;
      if ('fault' in one) refused(one.row, one.fault);
      lines += 'event' in one ? `${JSON.stringify(one.event)}\n` : '\n';
    }
    yield Buffer.from(lines);
  }
}
