import { formatPosition, type Position, type StoredEvent } from '@plant-ledger/event-store';

/** Server-sent events, as the HTML standard (9.2) defines them. */

/** A comment line, ignored by clients; it keeps the connection open. */
export const comment = (text: string): string => `: ${text}\n\n`;

/**
 * The first frame: where the client begins, which is where it resumes if it is cut off before it has read anything
 * else, and the delay before it reconnects, milliseconds. A frame without data fires no event.
 */
export const beginning = (after: Position, retry: number): string =>
  `id: ${formatPosition(after)}\nretry: ${retry}\n\n`;

/**
 * How far the read model has come. `id` is the position of the last event that the client was sent; without it, the
 * former id holds.
 */
export function positionFrame(position: Position, caughtUp: boolean, id?: Position): string {
  const data = JSON.stringify({ position: formatPosition(position), caughtUp });
  return `${id === undefined ? '' : `id: ${formatPosition(id)}\n`}event: position\ndata: ${data}\n\n`;
}

/** One event of the log; its id is its position. `withData` inserts the very text that is stored. */
export function eventFrame(
  { position, stream, revision, type, data, metadata }: StoredEvent,
  withData: boolean,
): string {
  const id = formatPosition(position);
  const { eventId, occurredAt, recordedAt } = read(metadata);
  const told = JSON.stringify({ position: id, stream, revision, type, eventId, occurredAt, recordedAt });
  return `id: ${id}\ndata: ${withData ? `${told.slice(0, -1)},"data":${onOneLine(data)}}` : told}\n\n`;
}

interface Told {
  readonly eventId?: string;
  readonly occurredAt?: string;
  readonly recordedAt?: string;
}

/** An event that another program wrote into one of our streams: reads what can be read. */
function read(metadata: string): Told {
  try {
    return (JSON.parse(metadata) ?? {}) as Told;
  } catch {
    return {};
  }
}

/** The ledger writes JSON without line breaks; in foreign JSON they can only be between the tokens. */
function onOneLine(json: string): string {
  return json.replaceAll(/[\r\n]+/g, ' ');
}
