import type pg from 'pg';
import {
  countedTogether,
  MOST_COUNTED,
  sourceCountOf,
  type SourceCount,
  type SourceCountRow,
} from '../../../sources/source-counts.js';
import type { ReadModelStorage } from '../../storage/storage.js';
import { inTransaction } from './connections.js';

const COLUMNS = 'source, duplicates, sequences, gaps_truncated, first_heard_at, last_heard_at';

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
        await put(client, await together(client, counts));
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
      const { rows } = await pool.query<SourceCountRow>(
        `SELECT ${COLUMNS} FROM source_count WHERE source > $1 ORDER BY source LIMIT $2`,
        [after, limit],
      );
      const began = await pool.query<{ since: Date }>('SELECT since FROM source_counting');
      return { since: began.rows[0]?.since.getTime() ?? 0, counts: rows.map(sourceCountOf) };
    },
  };
}

async function together(client: pg.ClientBase, counts: readonly SourceCount[]): Promise<SourceCount[]> {
  const { rows } = await client.query<SourceCountRow>(
    `SELECT ${COLUMNS} FROM source_count WHERE source = ANY($1::text[])`,
    [counts.map(({ source }) => source)],
  );
  const sums = new Map(rows.map((row) => [row.source, sourceCountOf(row)]));
  for (const count of counts) {
    const before = sums.get(count.source);
    sums.set(count.source, before ? countedTogether(before, count) : count);
  }
  return [...sums.values()];
}

async function put(client: pg.ClientBase, sums: readonly SourceCount[]): Promise<void> {
  await client.query(
    `INSERT INTO source_count (${COLUMNS}) ` +
      'SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[], $5::bigint[], $6::bigint[]) ' +
      'ON CONFLICT (source) DO UPDATE SET duplicates = excluded.duplicates, sequences = excluded.sequences, ' +
      'gaps_truncated = excluded.gaps_truncated, first_heard_at = excluded.first_heard_at, last_heard_at = excluded.last_heard_at',
    [
      sums.map(({ source }) => source),
      sums.map(({ duplicates }) => duplicates),
      sums.map(({ numbers }) => JSON.stringify(numbers.ranges)),
      sums.map(({ numbers }) => numbers.truncated),
      sums.map(({ firstHeardAt }) => firstHeardAt),
      sums.map(({ lastHeardAt }) => lastHeardAt),
    ],
  );
}
