import type pg from 'pg';
import { addedTo, MOST_COUNTED, sourceCountOf, type StoredSourceCount } from '../../../sources/source-counts.js';
import type { ReadModelStorage } from '../../storage/storage.js';
import { writeRows } from './bulk-writer.js';
import { inTransaction } from './connections.js';

/** Counts of sources, in the control schema: they outlive generations. */
export function postgresSourceCounts(
  pool: pg.Pool,
  most = MOST_COUNTED,
): Pick<ReadModelStorage, 'addSourceCounts' | 'forgetSourceCounts' | 'sourceCounts'> {
  return {
    addSourceCounts: (counts) =>
      inTransaction(pool, async (client) => {
        // One after the other: counts are read, merged and written.
        await client.query('SELECT 1 FROM source_counting FOR UPDATE');
        const sources = counts.map(({ source }) => source);
        const { rows } = await client.query<StoredSourceCount>(
          'SELECT * FROM source_count WHERE source = ANY($1::text[])',
          [sources],
        );
        await Promise.all(writeRows(client, [addedTo(rows, counts)]));
        await client.query(
          'DELETE FROM source_count WHERE source IN ' +
            '(SELECT source FROM source_count ORDER BY last_heard_at DESC, source OFFSET $1)',
          [most],
        );
      }),
    forgetSourceCounts: () =>
      inTransaction(pool, async (client) => {
        await client.query('UPDATE source_counting SET since = clock_timestamp()');
        await client.query('DELETE FROM source_count');
      }),
    // No source's name is empty, so all come after it.
    async sourceCounts({ after = '', limit }) {
      const { rows } = await pool.query<StoredSourceCount>(
        'SELECT * FROM source_count WHERE source > $1 ORDER BY source LIMIT $2',
        [after, limit],
      );
      const began = await pool.query<{ since: Date }>('SELECT since FROM source_counting');
      return { since: began.rows[0]?.since.getTime() ?? 0, counts: rows.map(sourceCountOf) };
    },
  };
}
