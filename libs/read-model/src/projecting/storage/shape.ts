import type { EntityMetadata } from 'typeorm';
import { PROJECTION_VERSION } from '../projection/projection.js';

/** A column of a generation's tables, as the database tells of it. */
export interface ToldColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly optional: boolean;
}

/**
 * The tables of a generation are not of the shape that this version reads and writes: another version has made them.
 * Nothing in them is read; a new generation is made from the log.
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

/** The first difference between the tables that are there and those that this version's entities read; undefined where there is none. */
export function otherShape(entities: readonly EntityMetadata[], told: readonly ToldColumn[]): string | undefined {
  const found = new Map(told.map((column) => [`${column.table}.${column.column}`, wordsFor(column)]));
  const expected = new Map(
    entities.flatMap(({ tableName: table, columns }) =>
      columns.map(({ databaseName: column, type, isNullable: optional }) => [
        `${table}.${column}`,
        wordsFor({ table, column, type: type === 'simple-json' ? 'text' : String(type), optional }),
      ]),
    ),
  );
  for (const [name, words] of expected) {
    const other = found.get(name);
    if (other === undefined) return `${name} is missing`;
    if (other !== words) return `${name} is ${other}, not ${words}`;
  }
  const tables = new Set(entities.map(({ tableName }) => tableName));
  const more = told.find(({ table, column }) => tables.has(table) && !expected.has(`${table}.${column}`));
  return more && `${more.table}.${more.column} is unknown`;
}

function wordsFor({ type, optional }: ToldColumn): string {
  return `${type.toLowerCase()}${optional ? '' : ' not null'}`;
}
