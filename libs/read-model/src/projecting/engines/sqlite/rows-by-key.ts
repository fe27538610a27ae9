import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Table, Value } from '../../projection/tables.js';
import { readStatement } from '../../storage/statements.js';

/** Rows read before other work gets the thread. */
const STRIDE = 2_000;

/** A table's rows in the order of their keys. */
export async function* rowsByKey(database: DatabaseSync, table: Table): AsyncGenerator<readonly Value[][]> {
  const statement = database.prepare(readStatement(table));
  statement.setReturnArrays(true);
  statement.setReadBigInts(true);
  // SQLite stores flags as 0 and 1.
  const flags = table.columns.map(({ type }) => type === 'boolean');
  const anyFlag = flags.includes(true);
  let rows: Value[][] = [];
  for (const found of statement.iterate()) {
    const row = found as unknown as readonly SQLOutputValue[];
    rows.push(anyFlag ? row.map((value, index) => (flags[index] ? flagOf(value) : valueOf(value))) : row.map(valueOf));
    if (rows.length < STRIDE) continue;
    yield rows;
    rows = [];
    await new Promise(setImmediate);
  }
  yield rows;
}

const flagOf = (value: SQLOutputValue): boolean | null => (value === null ? null : Number(value) === 1);

function valueOf(value: SQLOutputValue): Value {
  if (value instanceof Uint8Array) throw new TypeError('the read model keeps no bytes');
  return value;
}
