import { StoreRequestError } from '../port.js';

/** Maps the ledger's stream names to those in a server that may hold others', too. */
export type StreamNames = ReturnType<typeof streamNames>;

/**
 * Streams with a prefix of the ledger's own; without one, all but the server's (`$…`).
 * @throws StoreRequestError for a prefix that no stream name can begin with.
 */
export function streamNames(prefix: string) {
  if (prefix.startsWith('$') || prefix.includes('\0') || !prefix.isWellFormed())
    throw new StoreRequestError('The stream prefix must be well-formed text that does not begin with "$".');
  return {
    full: (stream: string): string => prefix + stream,
    /** The ledger's name for a stream of the server; undefined for a stream that is not the ledger's. */
    own: (fullName: string): string | undefined =>
      fullName.startsWith(prefix) && !fullName.startsWith('$') ? fullName.slice(prefix.length) : undefined,
    /** A filter for subscriptions, so that the server does not send foreign events. */
    filter: prefix === '' ? { regex: '^[^$]' } : { prefixes: [prefix] },
  };
}
