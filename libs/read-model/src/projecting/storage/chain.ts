import { hash } from 'node:crypto';

/** The stored form of an event, byte for byte. */
export interface ChainedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** The link before the first event. */
export const FIRST_LINK = '0'.repeat(64);

/**
 * The next link of the hash chain over the ledger's own events, in the order of the log: SHA-256 of the former link and
 * the event's stored bytes, in lower-case hex. One link covers everything up to its event.
 */
export function nextLink(link: string, { stream, revision, type, data, metadata }: ChainedEvent): string {
  // The middle line is the JSON array of the three, built without an array for every event.
  const event = `[${JSON.stringify(stream)},${revision},${JSON.stringify(type)}]`;
  return hash('sha256', `${link}\n${event}\n${data}\n${metadata}`);
}

/** The end of a chain, with what is needed to check its last event against the log. */
export interface ChainEnd {
  readonly link: string;
  readonly former: string;
  /** The event that `link` adds to `former`; undefined before the first. */
  readonly last: { readonly stream: string; readonly revision: number } | undefined;
}

export const CHAIN_START: ChainEnd = { link: FIRST_LINK, former: FIRST_LINK, last: undefined };
