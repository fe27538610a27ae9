import type { DatabaseSync } from 'node:sqlite';
import pLimit from 'p-limit';
import type { DataSource, QueryRunner } from 'typeorm';
import { breather } from '../../../asking/slices.js';
import { TABLES } from '../../../assembled/tables.js';
import { CHECKPOINT_COLUMNS, checkpointValues, firstProgress, inSnapshot } from '../../storage/checkpoint.js';
import { generationDigest } from '../../storage/digest.js';
import { otherShape, OtherShapeError, type ListedColumn } from '../../storage/shape.js';
import { tableStatements } from '../../storage/statements.js';
import type { Generation } from '../../storage/storage.js';
import { readerDataSource, writerDataSource } from './data-source.js';
import { NodeSqliteDriver } from './node-sqlite-driver.js';
import { rowsByKey } from './rows-by-key.js';
import { sqliteIndexes } from './sqlite-indexes.js';
import { sqliteRows } from './sqlite-rows.js';
import { transactions } from './transaction.js';

/**
 * Opens a generation's file, with a connection that writes and one that only reads.
 * @throws OtherShapeError.
 */
export async function openSqliteGeneration(name: string, file: string, codeVersion: number): Promise<Generation> {
  const writer = await writerDataSource(file);
  try {
    const { database } = connectionOf(writer);
    const reported = columnsOf(database);
    // Here and not at its creation, so that one whose creation was interrupted gets them, too.
    if (reported.length === 0) transactions(database)(() => database.exec(tableStatements(TABLES, 'sqlite')));
    else {
      const difference = otherShape(TABLES, reported);
      if (difference !== undefined) throw new OtherShapeError(name, codeVersion, difference);
    }
    writeFirstCheckpoint(database, codeVersion);
  } catch (error) {
    await writer.destroy();
    throw error;
  }
  const reader = await readerDataSource(file);
  // One connection has one transaction at a time.
  const inTurn = pLimit(1);
  const breathing = withBreath(breather());
  return {
    name,
    file,
    rows: sqliteRows(writer, connectionOf(writer).database),
    indexes: sqliteIndexes(file),
    read: (read) => inTurn(() => inSnapshot(breathing(reader.createQueryRunner()), read)),
    async digest() {
      const own = await readerDataSource(file);
      try {
        return await inSnapshot(own.createQueryRunner(), (_snapshot, progress) =>
          generationDigest(progress, (table) => rowsByKey(connectionOf(own).database, table)),
        );
      } finally {
        await own.destroy();
      }
    },
    async close() {
      await inTurn(() => reader.destroy());
      await writer.destroy();
    },
  };
}

/**
 * A query runs on the thread that answers, and many of them would block it: other work gets in between two. TypeORM
 * returns the same runner for SQLite again and again, so it is patched once.
 */
function withBreath(breathe: () => Promise<void>): (runner: QueryRunner) => QueryRunner {
  const breathing = new WeakSet<QueryRunner>();
  return (runner) => {
    if (breathing.has(runner)) return runner;
    breathing.add(runner);
    const query = runner.query.bind(runner);
    runner.query = async (...asked: Parameters<typeof query>) => {
      await breathe();
      return (await query(...asked)) as never;
    };
    return runner;
  };
}

/**
 * The columns of every table; none where the tables are not made yet. Earlier versions listed migrations there, before
 * they made any.
 */
function columnsOf(database: DatabaseSync): ListedColumn[] {
  const rows = database
    .prepare(
      'SELECT t.name AS "table", c.name AS "column", c.type, c."notnull" AS needed FROM sqlite_schema t, pragma_table_info(t.name) c ' +
        "WHERE t.type = 'table' AND t.name NOT IN ('migrations', 'sqlite_sequence')",
    )
    .all();
  return rows.map(({ table, column, type, needed }) => ({
    table: String(table),
    column: String(column),
    type: String(type),
    optional: needed === 0,
  }));
}

function writeFirstCheckpoint(database: DatabaseSync, codeVersion: number): void {
  if (database.prepare('SELECT 1 FROM checkpoint WHERE id = 1').get()) return;
  const insert = `INSERT INTO checkpoint (id, epoch, ${CHECKPOINT_COLUMNS.join(', ')})`;
  const values = `VALUES (1, 0, ${CHECKPOINT_COLUMNS.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`;
  database.prepare(`${insert} ${values}`).run(...checkpointValues(firstProgress(codeVersion)));
}

export function connectionOf(dataSource: DataSource): NodeSqliteDriver {
  const { databaseConnection } = dataSource.driver as unknown as { readonly databaseConnection: unknown };
  if (!(databaseConnection instanceof NodeSqliteDriver)) throw new TypeError('not a connection of node:sqlite');
  return databaseConnection;
}
