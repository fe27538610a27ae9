import type { DatabaseSync } from 'node:sqlite';
import { countedTogether, MOST_COUNTED, sourceCountOf, type SourceCountRow } from '../../../sources/source-counts.js';
import type { ReadModelStorage } from '../../storage/storage.js';
import { NOW } from './control.js';
import { settle, transactions } from './transaction.js';

/** Counts of sources, in the control database: they outlive generations. */
export function sqliteSourceCounts(
  database: DatabaseSync,
  most = MOST_COUNTED,
): Pick<ReadModelStorage, 'addSourceCounts' | 'forgetSourceCounts' | 'sourceCounts'> {
  const transact = transactions(database);
  const find = database.prepare('SELECT * FROM source_count WHERE source = ?');
  const put = database.prepare('INSERT OR REPLACE INTO source_count VALUES (?, ?, ?, ?, ?, ?)');
  const forget = database.prepare(
    'DELETE FROM source_count WHERE source IN ' +
      '(SELECT source FROM source_count ORDER BY last_heard_at DESC, source LIMIT -1 OFFSET ?)',
  );
  const page = database.prepare('SELECT * FROM source_count WHERE source > ? ORDER BY source LIMIT ?');
  const beginAnew = database.prepare(`UPDATE source_counting SET since = ${NOW}`);
  const began = database.prepare('SELECT since FROM source_counting');

  return {
    addSourceCounts: (counts) =>
      settle(() =>
        transact(() => {
          for (const count of counts) {
            const row = find.get(count.source) as unknown as SourceCountRow | undefined;
            const sum = row ? countedTogether(sourceCountOf(row), count) : count;
            const { source, duplicates, numbers, firstHeardAt, lastHeardAt } = sum;
            const ranges = JSON.stringify(numbers.ranges);
            put.run(source, duplicates, ranges, Number(numbers.truncated), firstHeardAt, lastHeardAt);
          }
          forget.run(most);
        }),
      ),
    forgetSourceCounts: () =>
      settle(() => {
        transact(() => {
          forget.run(0);
          beginAnew.run();
        });
      }),
    // No source's name is empty, so all come after it.
    sourceCounts: ({ after = '', limit }) =>
      settle(() => ({
        since: Number(began.get()?.since),
        counts: page.all(after, limit).map((row) => sourceCountOf(row as unknown as SourceCountRow)),
      })),
  };
}
