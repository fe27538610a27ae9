import { storeAddress } from './address.js';
import type { EventStore } from './port.js';
import { openSqliteEventStore } from './sqlite/sqlite-event-store.js';

export interface OpenOptions {
  /** Stands before every stream name on a server that several ledgers share; a file has one ledger and needs none. */
  readonly prefix?: string;
  /** SQLite only: opens beside the process that writes the log; appends are refused. */
  readonly readOnly?: boolean;
}

/**
 * Opens the event store that a configuration value names.
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
