import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Row, Table, TableRows } from '../projections/tables.js';

/** Rows in one statement: more of them gain nothing, and a statement takes 32,766 values at most. */
const CHUNK = 32;

/** Writes rows in bulk inside the open transaction. */
export type BulkWriter = (rows: readonly TableRows[]) => void;

export function bulkWriter(database: DatabaseSync): BulkWriter {
  const statements = new Map<string, StatementSync>();
  const statementFor = (table: Table, count: number): StatementSync => {
    const name = `${table.name} ${count}`;
    let statement = statements.get(name);
    if (!statement) statements.set(name, (statement = database.prepare(upsert(table, count))));
    return statement;
  };
  return (written) => {
    for (const { table, rows } of written) {
      let index = 0;
      for (; index + CHUNK <= rows.length; index += CHUNK)
        statementFor(table, CHUNK).run(...values(rows, index, index + CHUNK));
      for (; index < rows.length; index += 1) statementFor(table, 1).run(...values(rows, index, index + 1));
    }
  };
}

function values(rows: readonly Row[], from: number, to: number): SQLInputValue[] {
  const flat: SQLInputValue[] = [];
  for (let index = from; index < to; index += 1)
    for (const value of rows[index] ?? []) flat.push(typeof value === 'boolean' ? Number(value) : value);
  return flat;
}

/** The same on SQLite and PostgreSQL, except for how parameters are written. */
function upsert({ name, writing, key, columns }: Table, count: number): string {
  const row = `(${columns.map(() => '?').join(',')})`;
  const insert = `INSERT INTO ${name} (${columns.join(',')}) VALUES ${Array.from({ length: count }, () => row).join(',')}`;
  if (writing === 'insert') return insert;
  const set = columns
    .slice(key)
    .map((column) => `${column} = ${writing === 'add' ? `${name}.${column} + ` : ''}excluded.${column}`);
  return `${insert} ON CONFLICT (${columns.slice(0, key).join(',')}) DO UPDATE SET ${set.join(', ')}`;
}
