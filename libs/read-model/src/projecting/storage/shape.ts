import { PROJECTION_VERSION } from '../projection/projection.js';
import type { Table } from '../projection/tables.js';

/** A column of a generation's tables, as the database reports it. */
export interface ListedColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly optional: boolean;
}

/**
 * The tables of a generation do not have the shape that this version reads and writes: another version has made them.
 * They are not read; a new generation is made from the log.
 */
export class OtherShapeError extends Error {
  override readonly name = 'OtherShapeError';

  constructor(
    readonly generation: string,
    codeVersion: number,
    difference: string,
  ) {
    const versions =
      codeVersion === PROJECTION_VERSION
        ? 'of another shape than this version reads'
        : `of version ${codeVersion} of the projections, and this is version ${PROJECTION_VERSION}`;
    super(`The tables of generation ${generation} of the read model are ${versions} (${difference}).`);
  }
}

/**
 * The first difference between the existing tables and those that this version reads; undefined where there is none.
 */
export function otherShape(tables: readonly Table[], reported: readonly ListedColumn[]): string | undefined {
  const found = new Map(reported.map(({ table, column, ...words }) => [`${table}.${column}`, wordsFor(words)]));
  const expected = new Map(
    tables.flatMap(({ name: table, columns }) =>
      columns.map(({ name, type, isOptional: optional }) => [`${table}.${name}`, wordsFor({ type, optional })]),
    ),
  );
  for (const [name, words] of expected) {
    const other = found.get(name);
    if (other === undefined) return `${name} is missing`;
    if (other !== words) return `${name} is ${other}, not ${words}`;
  }
  const names = new Set(tables.map(({ name }) => name));
  const more = reported.find(({ table, column }) => names.has(table) && !expected.has(`${table}.${column}`));
  return more && `${more.table}.${more.column} is unknown`;
}

function wordsFor({ type, optional }: Pick<ListedColumn, 'type' | 'optional'>): string {
  return `${type.toLowerCase()}${optional ? '' : ' not null'}`;
}
