import { breather } from '@plant-ledger/ledger';
import { parse, type Parser } from 'csv-parse';
import { CsvError, csvReader, type CsvOptions, type CsvReading } from './csv.js';
import { isUtf16 } from './json.js';
import { LIMITS } from './limits.js';

/** A row that is not empty, with its number as a spreadsheet counts: row 1 names the columns. */
export type CsvRow = { readonly row: number } & Exclude<CsvReading, { readonly empty: true }>;

/** The most bytes that the first row may have; and the bytes after which a group of rows is yielded. */
const FIRST_ROW = 65_536;
const MOST_ROWS = 1_000;

/**
 * The rows of a CSV file as events, in groups as they come.
 * @throws CsvError when the first row is wrong, or where the file stops being CSV; the rows before it have been
 * yielded.
 */
export async function* csvRows(chunks: AsyncIterable<Buffer>, options: CsvOptions): AsyncGenerator<CsvRow[]> {
  let row = 0;
  let read: ((cells: readonly string[]) => CsvReading) | undefined;
  let group: CsvRow[] = [];
  for await (const records of recordsOf(chunks)) {
    for (const cells of records) {
      row += 1;
      if (!read) {
        read = csvReader(cells, options);
        continue;
      }
      const reading = read(cells);
      if ('empty' in reading) continue;
      group.push({ row, ...reading });
      if (group.length < MOST_ROWS) continue;
      yield group;
      group = [];
    }
    if (group.length > 0) yield group;
    group = [];
  }
  if (!read) csvReader([], options);
}

async function* recordsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly (readonly string[])[]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const breathe = breather();
  try {
    const first = await firstRow(iterator);
    if (isUtf16(first)) throw new CsvError('The file is UTF-16: save it as CSV in UTF-8.');
    const { parser, whole } = parserFor(separatorOf(first));
    let given = 0;
    const upToFault = (records: readonly (readonly string[])[]) => {
      const good = records.slice(0, (whole() ?? Infinity) - given);
      given += good.length;
      return good;
    };
    for (let chunk: Buffer | undefined = first; chunk && whole() === undefined; chunk = await nextOf(iterator)) {
      parser.write(chunk);
      yield upToFault(readyIn(parser));
      await breathe();
    }
    parser.end();
    const rest: (readonly string[])[] = [];
    for await (const record of parser as AsyncIterable<readonly string[]>) rest.push(record);
    yield upToFault(rest);
    if (whole() !== undefined) throw notCsv(given + 1);
  } finally {
    await iterator.return?.();
  }
}

/** A parser, and the number of records before the place where the file stops being CSV, once there is one. */
function parserFor(delimiter: string): { readonly parser: Parser; readonly whole: () => number | undefined } {
  let whole: number | undefined;
  // A failing parser drops the records it has already made, one that skips does not.
  const parser = parse({
    bom: true,
    delimiter,
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
  // Reported to whoever reads to the end.
  parser.on('error', () => undefined);
  return { parser, whole: () => whole };
}

function readyIn(parser: Parser): (readonly string[])[] {
  const records: (readonly string[])[] = [];
  for (let next = parser.read() as readonly string[] | null; next; next = parser.read() as readonly string[] | null)
    records.push(next);
  return records;
}

async function nextOf(iterator: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
  const next = await iterator.next();
  return next.done ? undefined : next.value;
}

/** Everything up to the first line break, and whatever came with it. */
async function firstRow(iterator: AsyncIterator<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  let isWhole = false;
  while (!isWhole && length < FIRST_ROW) {
    const next = await nextOf(iterator);
    if (!next) break;
    pieces.push(next);
    length += next.length;
    isWhole = next.includes(0x0a) || next.includes(0x0d);
  }
  return Buffer.concat(pieces, length);
}

/** The separator of cells: whichever of comma, semicolon and tab the first row has most of. */
export function separatorOf(start: Buffer): string {
  const [firstRow = ''] = start
    .subarray(0, FIRST_ROW)
    .toString('utf8')
    .split(/[\r\n]/);
  const counted = [',', ';', '\t'].map((separator) => ({ separator, count: firstRow.split(separator).length }));
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).separator;
}

function notCsv(row: number): CsvError {
  return new CsvError(
    `Row ${row} has a double quote that is never closed, or is longer than ${LIMITS.eventBytes} bytes: where it ends, and ` +
      'what stands below it, cannot be told. Write a double quote inside a cell twice, and the cell in double quotes.',
  );
}
