import type { DatabaseSync } from 'node:sqlite';
import { addedTo, MOST_COUNTED, sourceCountOf } from '../../../sources/source-counts.js';
import type { ReadModelStorage } from '../../storage/storage.js';
import { bulkWriter } from './bulk-writer.js';
import { NOW } from './control.js';
import { transactions } from './transaction.js';

/** Counts of sources, in the control database: they outlive generations. */
export function sqliteSourceCounts(
  database: DatabaseSync,
  most = MOST_COUNTED,
): Pick<ReadModelStorage, 'addSourceCounts' | 'forgetSourceCounts' | 'sourceCounts'> {
  const transact = transactions(database);
  const writeRows = bulkWriter(database);
  const find = database.prepare('SELECT * FROM source_count WHERE source = ?');
  const forget = database.prepare(
    'DELETE FROM source_count WHERE source IN ' +
      '(SELECT source FROM source_count ORDER BY last_heard_at DESC, source LIMIT -1 OFFSET ?)',
  );
  const page = database.prepare('SELECT * FROM source_count WHERE source > ? ORDER BY source LIMIT ?');
  const beginAnew = database.prepare(`UPDATE source_counting SET since = ${NOW}`);
  const began = database.prepare('SELECT since FROM source_counting');

  return {
    async addSourceCounts(counts) {
      transact(() => {
        const stored = counts.flatMap(({ source }) => find.all(source));
        writeRows([addedTo(stored, counts)]);
        forget.run(most);
      });
    },
    async forgetSourceCounts() {
      transact(() => {
        forget.run(0);
        beginAnew.run();
      });
    },
    // No source's name is empty, so all come after it.
    async sourceCounts({ after = '', limit }) {
      return { since: Number(began.get()?.since), counts: page.all(after, limit).map(sourceCountOf) };
    },
  };
}
