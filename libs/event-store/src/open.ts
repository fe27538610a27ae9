import { storeAddress } from './address.js';
import { StoreRequestError, type EventStore } from './port.js';
import { backupSqliteLog, type Examine, type LogBackup } from './sqlite/backup.js';
import { openSqliteEventStore } from './sqlite/sqlite-event-store.js';

export { fileDamage, isDamage } from './sqlite/damage.js';

export interface OpenOptions {
  /** Prefix of every stream name on a server that several ledgers share; a file has one ledger and needs none. */
  readonly prefix?: string;
  /** SQLite only: opens for reading beside the process that writes the log; appends are refused. */
  readonly readOnly?: boolean;
}

/**
 * Opens the event store that a configuration value names. The one place where an engine is chosen.
 * @throws StoreRequestError when the value names no event store.
 * @throws LogAlreadyWrittenError when another process writes the log.
 */
export async function openEventStore(
  url: string,
  { prefix = '', readOnly = false }: OpenOptions = {},
): Promise<EventStore> {
  const address = storeAddress(url);
  if (address.engine === 'sqlite') return openSqliteEventStore(address.file, { readOnly });
  const { openKurrentEventStore } = await import('./kurrentdb/kurrent-event-store.js');
  return openKurrentEventStore(url, { prefix });
}

/**
 * Copies the embedded log that a configuration value names to a new file, as of one moment, while it may be written.
 * @throws StoreRequestError when there is no log, the file exists already, or the copy could not be made or is not
 * good.
 */
export function backupEventStore(url: string, file: string, examine: Examine): LogBackup {
  const address = storeAddress(url);
  if (address.engine === 'sqlite') return backupSqliteLog(address.file, file, examine);
  throw new StoreRequestError(
    'This log is kept by an EventStoreDB or KurrentDB: back it up with the ways of that server, as its manual says.',
  );
}

/** The log's file in a configuration value; undefined where a server keeps it. */
export function logFile(url: string): string | undefined {
  const address = storeAddress(url);
  return address.engine === 'sqlite' ? address.file : undefined;
}
