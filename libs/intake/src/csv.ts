import { bareType } from './event-type.js';
import { everyField, fieldsOf, type CellKind } from './csv-fields.js';

/** Defaults for what a file leaves out. */
export interface CsvOptions {
  readonly source?: string | undefined;
  /** Columns whose cells together make the id of a row without one. */
  readonly idFrom?: readonly string[] | undefined;
  /** What these two options are called where they are given, for messages. */
  readonly givenBy?: { readonly source: string; readonly idFrom: string } | undefined;
}

/** A row as a CloudEvent in structured JSON, or why it cannot be one. The event is not validated yet. */
export type CsvReading =
  { readonly event: Readonly<Record<string, unknown>> } | { readonly fault: string } | { readonly empty: true };

/** From some row on, which may be the first, no row of the file can be read. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

const GIVEN_BY = { source: '--source', idFrom: '--id-from' };
/** More than all events' fields together. */
const MOST_COLUMNS = 500;

/** Column names separated by commas; undefined when one is empty. */
export function readColumnNames(text: string): readonly string[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  return names.includes('') ? undefined : names;
}

/** Attributes of CloudEvents that may be columns. Everything else is data. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'type',
  'time',
  'source',
  'id',
  'specversion',
  'subject',
  'sequence',
  'correlationid',
  'traceparent',
  'datacontenttype',
  'dataschema',
]);

interface Column {
  readonly name: string;
  readonly place: 'attribute' | 'data' | 'none';
  readonly path: readonly string[];
}

/**
 * Makes a row parser from a file's header: CloudEvents attributes (`type`, `time`, `source`, `id` …) and fields of the
 * data by name, dotted where they are nested (`changes.model`). Empty cells are left out. Numbers and booleans are
 * converted where the schema of the row's type says so; what cannot be converted stays text, for validation to refuse.
 * @throws CsvError with one sentence that says which column is wrong and what to do.
 */
export function csvReader(
  header: readonly string[],
  options: CsvOptions = {},
): (cells: readonly string[]) => CsvReading {
  if (header.length > MOST_COLUMNS)
    throw new CsvError(`The first row has ${header.length} cells; it names the columns, at most ${MOST_COLUMNS}.`);
  const columns = header.map(columnOf);
  checkHeader(columns, options);
  const idColumns = (options.idFrom ?? []).map((name) => columns.findIndex((column) => column.name === name));
  return (cells) => {
    if (cells.every((cell) => cell === '')) return { empty: true };
    const fault = faultOfRow(cells, columns);
    if (fault !== undefined) return { fault };
    return readRow(cells, columns, idColumns, options.source);
  };
}

function columnOf(cell: string): Column {
  const name = cell.trim();
  if (name === '') return { name, place: 'none', path: [] };
  if (ATTRIBUTES.has(name.toLowerCase())) return { name: name.toLowerCase(), place: 'attribute', path: [] };
  const field = name.replace(/^data\./, '');
  return { name: field, place: 'data', path: field.split('.') };
}

function checkHeader(columns: readonly Column[], { source, idFrom, givenBy = GIVEN_BY }: CsvOptions): void {
  const names = columns.map(({ name }) => name).filter((name) => name !== '');
  const has = (name: string) => names.includes(name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new CsvError(`The column "${shown(twice)}" stands twice in the first row.`);
  for (const name of ['type', 'time'])
    if (!has(name))
      throw new CsvError(
        `The first row must name the columns, and there is no column "${name}" (it has: ${shown(names.join(', ')) || 'nothing'}).`,
      );
  if (!has('source') && !source)
    throw new CsvError(`There is no column "source": add one, or name the source of all rows with ${givenBy.source}.`);
  if (!has('id') && !idFrom?.length)
    throw new CsvError(
      `There is no column "id": add one, or say with ${givenBy.idFrom} which columns make an id that is never used twice and never corrected (a time may be), such as type,vin.`,
    );
  const missing = idFrom?.find((name) => !has(name));
  if (missing !== undefined) throw new CsvError(`${givenBy.idFrom} names "${shown(missing)}", which is no column.`);
  const fields = everyField();
  const unknown = columns.find(({ place, name }) => place === 'data' && !fields.has(name));
  if (unknown) throw new CsvError(unknownColumn(unknown.name, fields));
}

function unknownColumn(name: string, fields: ReadonlySet<string>): string {
  const close = [...fields].find((field) => field.toLowerCase() === name.toLowerCase());
  return close === undefined
    ? `The column "${shown(name)}" is no field of any event: take it out of the file.`
    : `The column "${shown(name)}" must be written "${close}".`;
}

/** Names come from the file: made short and printable. */
function shown(name: string): string {
  return name.slice(0, 200).replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}

function faultOfRow(cells: readonly string[], columns: readonly Column[]): string | undefined {
  const beyond = cells.findIndex((cell, index) => cell !== '' && (columns[index]?.place ?? 'none') === 'none');
  if (beyond >= 0)
    return beyond >= columns.length
      ? `The row has ${cells.length} cells and the first row names ${columns.length} columns: put cells that hold the separator in double quotes.`
      : `Cell ${beyond + 1} has a value, and the first row gives its column no name.`;
  const garbled = cells.findIndex((cell) => cell.includes('\ufffd'));
  if (garbled >= 0)
    return `"${columns[garbled]?.name ?? ''}" has characters that are not UTF-8: save the file as CSV in UTF-8.`;
  return undefined;
}

function readRow(
  cells: readonly string[],
  columns: readonly Column[],
  idColumns: readonly number[],
  source: string | undefined,
): CsvReading {
  const event: Record<string, unknown> = { specversion: '1.0' };
  columns.forEach(({ name, place }, index) => {
    if (place === 'attribute' && cells[index]) event[name] = cells[index];
  });
  if (source !== undefined) event.source ??= source;
  if (event.id === undefined && idColumns.length > 0) {
    const empty = idColumns.find((index) => !cells[index]);
    if (empty !== undefined) return { fault: `"${columns[empty]?.name ?? ''}" is empty, and the id is made from it.` };
    event.id = idColumns.map((index) => cells[index]?.replace(/[%/]/g, encodeURIComponent)).join('/');
  }
  const type = typeof event.type === 'string' ? bareType(event.type) : undefined;
  const fields = type && fieldsOf(type);
  const data = bare();
  for (const [index, { name, place, path }] of columns.entries()) {
    const cell = cells[index];
    if (place !== 'data' || !cell) continue;
    if (!put(data, path, converted(cell, fields?.get(name))))
      return { fault: `"${name}" has a value, and so has a column that it is a part of, or that is a part of it.` };
  }
  event.data = data;
  return { event };
}

function converted(cell: string, kind: CellKind = 'text'): unknown {
  if (kind === 'number' && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell)) return Number(cell);
  if (kind === 'boolean' && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  return cell;
}

type Data = Record<string, unknown>;

/** Without a prototype: a column may have any name. */
function bare(): Data {
  return Object.create(null) as Data;
}

function put(data: Data, [field = '', ...rest]: readonly string[], value: unknown): boolean {
  if (rest.length === 0) {
    if (data[field] !== undefined) return false;
    data[field] = value;
    return true;
  }
  const inner = (data[field] ??= bare());
  return typeof inner === 'object' && put(inner as Data, rest, value);
}
