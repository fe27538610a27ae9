import { StoreRequestError } from './port.js';

/** The engine that a configuration value names, and its file or connection string. */
export type StoreAddress = { readonly engine: 'sqlite'; readonly file: string } | { readonly engine: 'kurrentdb' };

/**
 * Parses a configuration value: `sqlite:./path/log.db`, or the connection string of an EventStoreDB or KurrentDB
 * (`kurrentdb://`, `esdb://`, each also with `+discover`).
 * @throws StoreRequestError when the value names no event store.
 */
export function storeAddress(url: string): StoreAddress {
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
