import type pg from 'pg';
import { PROJECTED_TABLES } from '../../../assembled/tables.js';
import type { Table, Value } from '../../projection/tables.js';
import { checkpointDigestRow, digestOf, tableDigest, type GenerationDigest } from '../../storage/digest.js';
import type { Progress } from '../../storage/rows.js';
import { readStatement } from '../../storage/statements.js';

/** Rows fetched at once; other work gets the thread in between. */
const PAGE = 2_000;

/** Digests every table, on a connection within one snapshot, whose progress is given. */
export async function postgresDigest(client: pg.ClientBase, progress: Progress): Promise<GenerationDigest> {
  const checkpoint = tableDigest();
  checkpoint.add(checkpointDigestRow(progress));
  const tables: (readonly [string, string])[] = [['checkpoint', checkpoint.hex()]];
  for (const table of PROJECTED_TABLES) tables.push([table.name, await digestTable(client, table)]);
  return { position: progress.position, digests: digestOf(tables) };
}

async function digestTable(client: pg.ClientBase, table: Table): Promise<string> {
  const digest = tableDigest();
  await client.query(`DECLARE rows NO SCROLL CURSOR FOR ${readStatement(table)}`);
  for (;;) {
    const { rows } = await client.query<Value[]>({ text: `FETCH ${PAGE} FROM rows`, rowMode: 'array' });
    for (const row of rows) digest.add(row);
    if (rows.length < PAGE) break;
  }
  await client.query('CLOSE rows');
  return digest.hex();
}
