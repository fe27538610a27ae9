import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { TABLES } from '../../../assembled/tables.js';
import { Checkpoint } from '../../projection/checkpoint.entity.js';
import { placeOf, progressOf } from '../../storage/checkpoint.js';
import type { Progress } from '../../storage/rows.js';
import { otherShape, OtherShapeError, type ToldColumn } from '../../storage/shape.js';
import type { Generation } from '../../storage/storage.js';
import type { Place } from './connection-string.js';
import { openPool } from './connections.js';
import { readerDataSource } from './data-source.js';
import { orSayAway, sayingAway } from './failures.js';
import { postgresDigest } from './postgres-digest.js';
import { postgresIndexes } from './postgres-indexes.js';
import { postgresRows } from './postgres-rows.js';

/** Milliseconds that a batch may take on a busy server. */
const LONGEST_WRITE = 120_000;

const COLUMNS =
  'SELECT table_name AS "table", column_name AS "column", data_type AS type, is_nullable = \'YES\' AS optional ' +
  'FROM information_schema.columns WHERE table_schema = current_schema()';

/**
 * Opens a generation in its schema: connections that write, and others that only read.
 * @throws OtherShapeError.
 */
export async function openPostgresGeneration(
  place: Place,
  name: string,
  schema: string,
  codeVersion: number,
): Promise<Generation> {
  const reader = await readerDataSource(place, schema);
  try {
    const difference = otherShape(TABLES, await reader.query<ToldColumn[]>(COLUMNS));
    if (difference !== undefined) throw new OtherShapeError(name, codeVersion, difference);
  } catch (error) {
    await reader.destroy();
    throw error;
  }
  // A commit does not wait for the disk: after a power cut the last ones may be missing, checkpoint and rows together.
  const session = { search_path: schema, synchronous_commit: 'off' };
  const writer = openPool(place, { max: 2, session, answerWithin: LONGEST_WRITE, pipeline: true });
  return {
    name,
    rows: sayingAway(postgresRows(reader, writer), place),
    indexes: sayingAway(postgresIndexes(writer), place),
    read: (read) =>
      orSayAway(place, () => inSnapshot(reader, ({ manager }, progress) => read({ manager, ...placeOf(progress) }))),
    digest: () =>
      orSayAway(place, () =>
        inSnapshot(reader, async (runner, progress) =>
          postgresDigest((await runner.connect()) as pg.PoolClient, progress),
        ),
      ),
    async close() {
      await reader.destroy();
      await writer.end();
    },
  };
}

async function inSnapshot<T>(
  reader: DataSource,
  work: (runner: QueryRunner, progress: Progress) => Promise<T>,
): Promise<T> {
  const runner = reader.createQueryRunner();
  try {
    // The connection's settings decide the kind of transaction.
    await runner.startTransaction();
    return await work(runner, progressOf(await runner.manager.findOneByOrFail(Checkpoint, { id: 1 })));
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    await runner.release();
  }
}
