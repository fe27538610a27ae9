import { StoreRequestError, type EventStore } from './port.js';
import { openSqliteEventStore } from './sqlite/sqlite-event-store.js';

export interface OpenOptions {
  /** Stands before every stream name on a server that several ledgers share; a file has one ledger and needs none. */
  readonly prefix?: string;
  /** SQLite only: opens beside the process that writes the log; appends are refused. */
  readonly readOnly?: boolean;
}

/**
 * Opens the event store that a configuration value names: `sqlite:./path/log.db`, or the connection string of an
 * EventStoreDB or KurrentDB (`kurrentdb://`, `esdb://`, each also with `+discover`). The one place where an engine is chosen.
 * @throws StoreRequestError when the value names no event store.
 * @throws LogAlreadyWrittenError when another process writes the log.
 */
export async function openEventStore(
  url: string,
  { prefix = '', readOnly = false }: OpenOptions = {},
): Promise<EventStore> {
  if (url.startsWith('sqlite:')) return openSqliteEventStore(sqliteFile(url), { readOnly });
  if (/^(kurrentdb|esdb)(\+discover)?:\/\//.test(url)) {
    const { openKurrentEventStore } = await import('./kurrentdb/kurrent-event-store.js');
    return openKurrentEventStore(url, { prefix });
  }
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
