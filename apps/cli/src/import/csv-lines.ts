import { Readable } from 'node:stream';
import { csvReader, LIMITS, type CsvOptions, type CsvReading } from '@plant-ledger/intake';
import { parse } from 'csv-parse';
import { Failure } from '../failure.js';

/** Lines are handed on in pieces of about this many characters. */
const PIECE = 65_536;

/**
 * Turns CSV into NDJSON, a line for every row after the first, so that line n is row n + 1 of the file as a spreadsheet counts. An
 * empty row, and one that cannot be an event (told to `refused`), becomes an empty line.
 * @throws CsvHeaderError when the first row is wrong; Failure where the file stops being CSV. What stood before it has been handed on.
 */
export async function* csvLines(
  chunks: AsyncIterable<Buffer>,
  options: CsvOptions,
  refused: (row: number, fault: string) => void,
): AsyncGenerator<Buffer> {
  let row = 0;
  let piece = '';
  let read: ((cells: readonly string[]) => CsvReading) | undefined;
  try {
    for await (const cells of records(chunks)) {
      row += 1;
      if (!read) {
        read = csvReader(cells, options);
        continue;
      }
      const reading = read(cells);
      if ('fault' in reading) refused(row, reading.fault);
      piece += 'event' in reading ? `${JSON.stringify(reading.event)}\n` : '\n';
      if (piece.length < PIECE) continue;
      yield Buffer.from(piece);
      piece = '';
    }
    if (!read) csvReader([], options);
  } catch (error) {
    if (piece !== '') yield Buffer.from(piece);
    throw error;
  }
  if (piece !== '') yield Buffer.from(piece);
}

async function* records(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  const { first, all } = await peek(chunks);
  /** How many records stand above the place where the file stops being CSV. */
  let whole: number | undefined;
  // A parser that fails drops the records it has already made, and one that skips does not.
  const parser = parse({
    bom: true,
    delimiter: separatorOf(first),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LIMITS.eventBytes,
    skip_records_with_error: true,
    on_skip: () => {
      whole ??= parser.info.records;
      return undefined;
    },
  });
  const source = Readable.from(until(all, () => whole !== undefined));
  source.on('error', (error) => parser.destroy(error));
  let count = 0;
  for await (const cells of source.pipe(parser) as AsyncIterable<readonly string[]>) {
    if (whole !== undefined && count >= whole) break;
    count += 1;
    yield cells;
  }
  if (whole !== undefined) throw notCsv(whole + 1);
}

async function peek(chunks: AsyncIterable<Buffer>): Promise<{ first: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const next = await iterator.next();
  const first = next.done ? Buffer.alloc(0) : next.value;
  async function* all() {
    if (!next.done) yield first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { first, all: all() };
}

async function* until(chunks: AsyncIterable<Buffer>, isOver: () => boolean): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (isOver()) return;
    yield chunk;
  }
}

/** What separates cells: whichever of comma, semicolon and tab the first row has most of. */
export function separatorOf(start: Buffer): string {
  const [firstRow = ''] = start
    .subarray(0, PIECE)
    .toString('utf8')
    .split(/[\r\n]/);
  const counted = [',', ';', '\t'].map((separator) => ({ separator, count: firstRow.split(separator).length }));
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).separator;
}

function notCsv(row: number): Failure {
  return new Failure(
    `Row ${row} has a double quote that is never closed, or is longer than ${LIMITS.eventBytes} bytes: where it ends, and ` +
      'what stands below it, cannot be told. Write a double quote inside a cell twice, and the cell in double quotes.',
  );
}
