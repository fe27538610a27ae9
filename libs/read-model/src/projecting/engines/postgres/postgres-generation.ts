import type pg from 'pg';
import { TABLES } from '../../../assembled/tables.js';
import { inSnapshot } from '../../storage/checkpoint.js';
import { generationDigest } from '../../storage/digest.js';
import { otherShape, OtherShapeError, type ListedColumn } from '../../storage/shape.js';
import type { Generation } from '../../storage/storage.js';
import type { Place } from './connection-string.js';
import { openPool } from './connections.js';
import { readerDataSource } from './data-source.js';
import { orSayAway, sayingAway } from './failures.js';
import { postgresIndexes } from './postgres-indexes.js';
import { postgresRows } from './postgres-rows.js';
import { rowsByKey } from './rows-by-key.js';

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
    const difference = otherShape(TABLES, await reader.query<ListedColumn[]>(COLUMNS));
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
    read: (read) => orSayAway(place, () => inSnapshot(reader.createQueryRunner(), read)),
    digest: () =>
      orSayAway(place, () => {
        const runner = reader.createQueryRunner();
        return inSnapshot(runner, async (_snapshot, progress) => {
          const client = (await runner.connect()) as pg.PoolClient;
          return generationDigest(progress, (table) => rowsByKey(client, table));
        });
      }),
    async close() {
      await reader.destroy();
      await writer.end();
    },
  };
}
