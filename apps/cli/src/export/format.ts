import { stringify } from 'csv-stringify/sync';

export type Format = 'ndjson' | 'csv';

/** JSON that is inserted as it is, byte for byte. */
export class Raw {
  constructor(readonly json: string) {}
}

/** A record by the names of its fields, in their order; all records of one export have the same fields. */
export type ExportRecord = Readonly<Record<string, unknown>>;

/** Formats records as text, a page at a time. */
export async function* writtenAs(
  format: Format,
  pages: AsyncIterable<readonly ExportRecord[]>,
): AsyncGenerator<string> {
  let columns: readonly string[] | undefined;
  for await (const page of pages) {
    if (page.length === 0) continue;
    if (format === 'ndjson') yield page.map((record) => `${lineOf(record)}\n`).join('');
    else {
      const header = columns === undefined;
      const named = (columns ??= columnsOf(page));
      const rows = page.map((record) => named.map((column) => cellText(record[column])));
      yield stringify(rows, { header, columns: [...named] });
    }
  }
}

export function columnsOf(records: readonly ExportRecord[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : jsonOf(value);
}

/** A record as one line of NDJSON, without a line break. */
export function lineOf(record: ExportRecord): string {
  const fields = Object.entries(record).map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(value)}`);
  return `{${fields.join(',')}}`;
}

function jsonOf(value: unknown): string {
  return value instanceof Raw ? value.json : JSON.stringify(value);
}
