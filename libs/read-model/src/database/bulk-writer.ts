import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Row, Table, TableRows } from '../projections/tables.js';

/** Writes rows inside the open transaction. */
export type BulkWriter = (rows: readonly TableRows[]) => void;

/** One prepared statement per table, run for each row: in SQLite many rows in one statement gain nothing over that. */
export function bulkWriter(database: DatabaseSync): BulkWriter {
  const statements = new Map<Table, StatementSync>();
  return (written) => {
    for (const { table, rows } of written) {
      if (rows.length === 0) continue;
      let statement = statements.get(table);
      if (!statement) statements.set(table, (statement = database.prepare(upsert(table))));
      for (const row of rows) statement.run(...bindable(row));
    }
  };
}

/** node:sqlite does not bind booleans. */
function bindable(row: Row): readonly SQLInputValue[] {
  return row.some((value) => typeof value === 'boolean')
    ? row.map((value) => (typeof value === 'boolean' ? Number(value) : value))
    : (row as readonly SQLInputValue[]);
}

function upsert({ name, writing, key, columns }: Table): string {
  const insert = `INSERT INTO ${name} (${columns.join(',')}) VALUES (${columns.map(() => '?').join(',')})`;
  if (writing === 'insert') return insert;
  const set = columns
    .slice(key)
    .map((column) => `${column} = ${writing === 'add' ? `${name}.${column} + ` : ''}excluded.${column}`);
  return `${insert} ON CONFLICT (${columns.slice(0, key).join(',')}) DO UPDATE SET ${set.join(', ')}`;
}
