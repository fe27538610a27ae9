import type { Column, Table } from '../projection/tables.js';
import { indexStatements } from './indexes.js';

/** Creates the tables and indexes of a generation where they are missing. */
export function tableStatements(tables: readonly Table[], engine: 'sqlite' | 'postgres'): string {
  // Text is ordered by its bytes, as in SQLite, whatever the database's locale; on SQLite rows are stored in the order
  // of their key.
  const [collation, storing] = engine === 'sqlite' ? ['', ' WITHOUT ROWID'] : [' COLLATE "C"', ''];
  const described = ({ name, type, isOptional }: Column): string =>
    `${name} ${type}${type === 'text' ? collation : ''}${isOptional ? '' : ' NOT NULL'}`;
  return [
    ...tables.map(
      ({ name, columns, key }) =>
        `CREATE TABLE IF NOT EXISTS ${name} (${columns.map(described).join(', ')}, PRIMARY KEY (${namesOf(key)}))${storing}`,
    ),
    ...indexStatements(tables).map(({ make }) => make),
  ].join(';\n');
}

export function namesOf(columns: readonly Column[]): string {
  return columns.map(({ name }) => name).join(', ');
}

/** Writes the rows that `source` selects, as their table's `writing` says. */
export function writeStatement({ name, writing, columns, key }: Table, source: string): string {
  const insert = `INSERT INTO ${name} (${namesOf(columns)}) ${source}`;
  if (writing === 'insert') return insert;
  const set = columns
    .filter(({ isKey }) => !isKey)
    .map((column) => `${column.name} = ${writing === 'add' ? `${name}.${column.name} + ` : ''}excluded.${column.name}`);
  return `${insert} ON CONFLICT (${namesOf(key)}) DO UPDATE SET ${set.join(', ')}`;
}

/** All rows of a table in the order of their keys. */
export function readStatement({ name, columns, key }: Table): string {
  return `SELECT ${namesOf(columns)} FROM ${name} ORDER BY ${namesOf(key)}`;
}
