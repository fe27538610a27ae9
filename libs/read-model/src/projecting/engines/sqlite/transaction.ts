import type { DatabaseSync } from 'node:sqlite';

/** Runs work in one write transaction: all of it, or nothing when it throws. */
export type Transact = <T>(work: () => T) => T;

export function transactions(database: DatabaseSync): Transact {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  return (work) => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // After some failures SQLite has rolled back by itself.
      if (database.isTransaction) rollback.run();
      throw error;
    }
  };
}
