import { DatabaseSync } from 'node:sqlite';
import { PROJECTED_TABLES } from '../../../assembled/tables.js';
import { indexStatements, type Indexes } from '../../storage/indexes.js';
import { CheckpointMovedError } from '../../storage/rows.js';
import { transactions } from './transaction.js';

/** Milliseconds. */
const BUSY_TIMEOUT = 2_000;

/** The indexes of a generation in a SQLite file, dropped and created over a connection of their own. */
export function sqliteIndexes(file: string): Indexes {
  const all = indexStatements(PROJECTED_TABLES);

  const execute = (epoch: number, sql: string): void => {
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
    try {
      // Sorted in pieces of this size, on disk: in memory a large index would not fit.
      database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; PRAGMA temp_store = FILE');
      transactions(database)(() => {
        if (!database.prepare('SELECT 1 FROM checkpoint WHERE id = 1 AND epoch = ?').get(epoch))
          throw new CheckpointMovedError('Another process has claimed this read model in the meantime.');
        database.exec(sql);
      });
    } finally {
      database.close();
    }
  };

  return {
    async drop(epoch) {
      execute(epoch, all.map(({ drop }) => drop).join(';'));
    },
    async make(epoch, signal) {
      for (const { make } of all) {
        if (signal.aborted) return;
        execute(epoch, make);
        // The lease is renewed in between.
        await new Promise(setImmediate);
      }
    },
  };
}
