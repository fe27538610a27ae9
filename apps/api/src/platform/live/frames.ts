import { formatPosition, type Position, type StoredEvent } from '@plant-ledger/event-store';

/** Server-sent events, as the HTML standard (9.2) writes them down. */

/** A line that no client is shown; it keeps the connection open. */
export const comment = (text: string): string => `: ${text}\n\n`;

/**
 * The first that a client reads: where it begins, which is where it resumes from if it is cut off before it has read anything
 * else, and how long it then waits, milliseconds. A frame without data is shown to nobody.
 */
export const beginning = (after: Position, retry: number): string =>
  `id: ${formatPosition(after)}\nretry: ${retry}\n\n`;

/** How far the figures have come, to one who has been told of everything up to `id`; without it, the former id holds. */
export function positionFrame(position: Position, caughtUp: boolean, id?: Position): string {
  const data = JSON.stringify({ position: formatPosition(position), caughtUp });
  return `${id === undefined ? '' : `id: ${formatPosition(id)}\n`}event: position\ndata: ${data}\n\n`;
}

/** One event of the log; its id is its position. `withData` puts in the very text that is stored. */
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

/** What others wrote into a stream of ours is told as far as it can be read. */
function read(metadata: string): Told {
  try {
    return (JSON.parse(metadata) ?? {}) as Told;
  } catch {
    return {};
  }
}

/** The ledger writes JSON without line breaks; in JSON of others they can only stand between the tokens. */
function onOneLine(json: string): string {
  return json.replaceAll(/[\r\n]+/g, ' ');
}
