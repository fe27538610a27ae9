import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { DataSource } from 'typeorm';
import { PROJECTED_TABLES } from '../../../assembled/tables.js';
import { Checkpoint } from '../../projection/checkpoint.entity.js';
import type { Table, Value } from '../../projection/tables.js';
import { progressOf } from '../../storage/checkpoint.js';
import { checkpointDigestRow, digestOf, tableDigest, type GenerationDigest } from '../../storage/digest.js';
import { readStatement } from '../../storage/statements.js';

/** Rows digested before other work gets the thread. */
const STRIDE = 2_000;

/** Digests every table in one snapshot of a connection that nothing else uses meanwhile. */
export async function sqliteDigest(reader: DataSource, database: DatabaseSync): Promise<GenerationDigest> {
  const runner = reader.createQueryRunner();
  await runner.startTransaction();
  try {
    const progress = progressOf(await runner.manager.findOneByOrFail(Checkpoint, { id: 1 }));
    const checkpoint = tableDigest();
    checkpoint.add(checkpointDigestRow(progress));
    const tables: (readonly [string, string])[] = [['checkpoint', checkpoint.hex()]];
    for (const table of PROJECTED_TABLES) tables.push([table.name, await digestTable(database, table)]);
    return { position: progress.position, digests: digestOf(tables) };
  } finally {
    await runner.rollbackTransaction();
  }
}

async function digestTable(database: DatabaseSync, table: Table): Promise<string> {
  const digest = tableDigest();
  const statement = database.prepare(readStatement(table));
  statement.setReturnArrays(true);
  statement.setReadBigInts(true);
  // SQLite stores flags as 0 and 1.
  const flags = table.columns.map(({ type }) => type === 'boolean');
  const anyFlag = flags.includes(true);
  let count = 0;
  for (const found of statement.iterate()) {
    const row = found as unknown as readonly SQLOutputValue[];
    digest.add(anyFlag ? row.map((value, index) => (flags[index] ? flagOf(value) : valueOf(value))) : row.map(valueOf));
    count += 1;
    if (count % STRIDE === 0) await new Promise(setImmediate);
  }
  return digest.hex();
}

const flagOf = (value: SQLOutputValue): boolean | null => (value === null ? null : Number(value) === 1);

function valueOf(value: SQLOutputValue): Value {
  if (value instanceof Uint8Array) throw new TypeError('the read model keeps no bytes');
  return value;
}
