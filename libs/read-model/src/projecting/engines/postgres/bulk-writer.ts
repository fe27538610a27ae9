import type pg from 'pg';
import { valueIn, type Table, type TableRows } from '../../projection/tables.js';
import { writeStatement } from '../../storage/statements.js';
import { arrayLiteral } from './array-literal.js';

/**
 * Sends rows over a connection inside its open transaction: one statement for all rows of a table, one array for each
 * column.
 */
export function writeRows(client: pg.ClientBase, written: readonly TableRows[]): Promise<unknown>[] {
  return written
    .filter(({ rows }) => rows.length > 0)
    .map(({ table, rows }) =>
      client.query({
        name: `write-${table.name}`,
        text: writeStatement(table, `SELECT * FROM unnest(${arraysOf(table)})`),
        values: table.columns.map((column) => arrayLiteral(rows.map((row) => valueIn(row, column)))),
      }),
    );
}

function arraysOf({ columns }: Table): string {
  return columns.map(({ type }, column) => `$${column + 1}::${type}[]`).join(', ');
}
