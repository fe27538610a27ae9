import type pg from 'pg';
import type { Table, Value } from '../../projection/tables.js';
import { readStatement } from '../../storage/statements.js';

/** Rows fetched at once; other work gets the thread in between. */
const PAGE = 2_000;

/** A table's rows in the order of their keys, on a connection within one snapshot. */
export async function* rowsByKey(client: pg.ClientBase, table: Table): AsyncGenerator<readonly Value[][]> {
  await client.query(`DECLARE rows NO SCROLL CURSOR FOR ${readStatement(table)}`);
  for (;;) {
    const { rows } = await client.query<Value[]>({ text: `FETCH ${PAGE} FROM rows`, rowMode: 'array' });
    yield rows;
    if (rows.length < PAGE) break;
  }
  await client.query('CLOSE rows');
}
