import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { timed, type Run } from './measure.js';

/** A row of the log's table, in the order of its columns. */
export type LogRow = [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  data: string,
  metadata: string,
];

/** What the log holds, as rows to insert. */
export function rowsOf(log: string): LogRow[] {
  const database = new DatabaseSync(log, { readOnly: true });
  const read = database.prepare(
    'SELECT position, stream, revision, id, type, data, metadata FROM event ORDER BY position',
  );
  read.setReturnArrays(true);
  const rows = read.all() as unknown as LogRow[];
  database.close();
  return rows;
}

/**
 * Bare client code: the same rows into the same table with the same indexes, so many in one transaction, each durable. What
 * is measured begins behind the first `warmUp` rows.
 */
export async function insertRaw(rows: readonly LogRow[], perTransaction: number, warmUp: number): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-raw-'));
  const database = new DatabaseSync(join(folder, 'log.db'));
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;
    CREATE TABLE event (
      position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
      type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision)
    ) STRICT`);
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')];
  const insert = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
  const insertAll = (from: number, to: number): number => {
    for (let start = from; start < to; start += perTransaction) {
      begin.run();
      for (let index = start; index < start + perTransaction && index < to; index += 1)
        insert.run(...(rows[index] ?? never()));
      commit.run();
    }
    return to - from;
  };
  insertAll(0, warmUp);
  const run = await timed(() => insertAll(warmUp, rows.length));
  database.close();
  await rm(folder, { recursive: true });
  return run;
}

function never(): never {
  throw new RangeError('no row');
}
