import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Table, TableRows, Value } from '../../projection/tables.js';

/** Writes rows inside the open transaction. */
export type BulkWriter = (rows: readonly TableRows[]) => void;

/** One prepared statement per table, run for each row: in SQLite many rows in one statement gain nothing over that. */
export function bulkWriter(database: DatabaseSync): BulkWriter {
  const statements = new Map<Table, StatementSync>();
  return (written) => {
    for (const { table, rows } of written) {
      const [first] = rows;
      if (!first) continue;
      let statement = statements.get(table);
      if (!statement) statements.set(table, (statement = database.prepare(upsert(table))));
      // A table with flags has one in every row.
      if (first.some(isFlag)) for (const row of rows) statement.run(...row.map(withoutFlag));
      else for (const row of rows as readonly (readonly SQLInputValue[])[]) statement.run(...row);
    }
  };
}

const isFlag = (value: Value): value is boolean => typeof value === 'boolean';
/** node:sqlite does not bind booleans. */
const withoutFlag = (value: Value): SQLInputValue => (isFlag(value) ? Number(value) : value);

function upsert({ name, writing, key, columns }: Table): string {
  const insert = `INSERT INTO ${name} (${columns.join(',')}) VALUES (${columns.map(() => '?').join(',')})`;
  if (writing === 'insert') return insert;
  const set = columns
    .slice(key)
    .map((column) => `${column} = ${writing === 'add' ? `${name}.${column} + ` : ''}excluded.${column}`);
  return `${insert} ON CONFLICT (${columns.slice(0, key).join(',')}) DO UPDATE SET ${set.join(', ')}`;
}
