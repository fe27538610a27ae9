import { stringify } from 'csv-stringify/sync';

export type Format = 'ndjson' | 'csv';

/** A record by the names of its fields, in their order; all records of one export have the same fields. */
export type ExportRecord = Readonly<Record<string, string | number | null | Raw>>;

/** JSON that is inserted as it is, byte for byte. */
export interface Raw {
  readonly json: string;
}

/** Formats records as text, a page at a time. */
export async function* writtenAs(
  format: Format,
  pages: AsyncIterable<readonly ExportRecord[]>,
): AsyncGenerator<string> {
  let header = true;
  for await (const page of pages) {
    const [first] = page;
    if (!first) continue;
    if (format === 'ndjson') yield page.map((record) => `${lineOf(record)}\n`).join('');
    else yield stringify(page.map(cellsOf), { header, columns: Object.keys(first) });
    header = false;
  }
}

/** A record as one line of NDJSON, without a line break. */
export function lineOf(record: ExportRecord): string {
  const fields = Object.entries(record).map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(value)}`);
  return `{${fields.join(',')}}`;
}

function jsonOf(value: ExportRecord[string]): string {
  return typeof value === 'object' && value !== null ? value.json : JSON.stringify(value);
}

function cellsOf(record: ExportRecord): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? value.json : value,
    ]),
  );
}
