import { StoreRequestError, type EventStore, type OpenOptions } from './port.js';
import { backupSqliteLog, type Examine, type LogBackup } from './sqlite/backup.js';
import { openSqliteEventStore } from './sqlite/sqlite-event-store.js';

export { fileDamage, isDamage } from './sqlite/damage.js';

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

/** The engine that a configuration value names, and its file or connection string. */
type StoreAddress = { readonly engine: 'sqlite'; readonly file: string } | { readonly engine: 'kurrentdb' };

/**
 * Parses a configuration value: `sqlite:./path/log.db`, or the connection string of an EventStoreDB or KurrentDB
 * (`kurrentdb://`, `esdb://`, each also with `+discover`).
 * @throws StoreRequestError when the value names no event store.
 */
function storeAddress(url: string): StoreAddress {
  if (url.startsWith('sqlite:')) return { engine: 'sqlite', file: sqliteFile(url) };
  if (/^(kurrentdb|esdb)(\+discover)?:\/\//.test(url)) return { engine: 'kurrentdb' };
  throw new StoreRequestError(
    'An event store must be sqlite:./path/log.db, kurrentdb://host:port, esdb://host:port, or one of the last two with +discover.',
  );
}

function sqliteFile(url: string): string {
  const file = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  if (file === '' || file.startsWith('//') || file.startsWith(':'))
    throw new StoreRequestError(
      'A SQLite event store must name a file: sqlite:./data/log.db or sqlite:/var/lib/ledger/log.db.',
    );
  return file;
}
