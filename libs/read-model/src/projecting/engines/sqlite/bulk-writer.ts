import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { valueIn, type Table, type TableRows, type Value } from '../../projection/tables.js';
import { writeStatement } from '../../storage/statements.js';

/** One prepared statement a table, run for each row: in SQLite many rows in one statement are no faster. */
export function bulkWriter(database: DatabaseSync) {
  const statements = new Map<Table, StatementSync>();
  const statementFor = (table: Table): StatementSync => {
    let statement = statements.get(table);
    if (!statement) {
      const source = `VALUES (${table.columns.map(() => '?').join(', ')})`;
      statements.set(table, (statement = database.prepare(writeStatement(table, source))));
    }
    return statement;
  };
  return (written: readonly TableRows[]): void => {
    for (const { table, rows } of written) {
      if (rows.length === 0) continue;
      const statement = statementFor(table);
      for (const row of rows) statement.run(...table.columns.map((column) => bindable(valueIn(row, column))));
    }
  };
}

/** node:sqlite does not bind booleans. */
const bindable = (value: Value): SQLInputValue => (typeof value === 'boolean' ? Number(value) : value);
