import type { Table } from '../projection/tables.js';

/** The secondary indexes: queries need them, filling does not, and creating them on filled tables is cheaper. */
export interface Indexes {
  /**
   * Drops them all.
   * @throws CheckpointMovedError when the generation was claimed under another epoch.
   */
  drop(epoch: number): Promise<void>;
  /**
   * Creates those that are missing, each in a transaction of its own; stops when the signal aborts, on SQLite after the
   * one under way.
   * @throws CheckpointMovedError when the generation was claimed under another epoch.
   */
  make(epoch: number, signal: AbortSignal): Promise<void>;
}

export function indexStatements(tables: readonly Table[]) {
  return tables.flatMap(({ name: table, indexes }) =>
    indexes.map(({ name, columns, where }) => ({
      drop: `DROP INDEX IF EXISTS ${name}`,
      make: `CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${columns.join(', ')})${where ? ` WHERE ${where}` : ''}`,
    })),
  );
}
