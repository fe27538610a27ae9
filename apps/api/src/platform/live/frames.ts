import type { LiveEvent, LivePosition } from '@plant-ledger/contract';
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
  const reported: LivePosition = { position: formatPosition(position), caughtUp };
  const place = id === undefined ? '' : `id: ${formatPosition(id)}\n`;
  return `${place}event: position\ndata: ${JSON.stringify(reported)}\n\n`;
}

/** One event of the log; its id is its position. `withData` inserts the very text that is stored. */
export function eventFrame(
  { position, stream, revision, type, data, metadata }: StoredEvent,
  withData: boolean,
): string {
  const id = formatPosition(position);
  const { eventId, occurredAt, recordedAt } = read(metadata);
  const event: LiveEvent = { position: id, stream, revision, type, eventId, occurredAt, recordedAt };
  const reported = JSON.stringify(event);
  return `id: ${id}\ndata: ${withData ? `${reported.slice(0, -1)},"data":${onOneLine(data)}}` : reported}\n\n`;
}

/** An event that another program wrote into one of our streams: reads what can be read. */
function read(metadata: string): Pick<LiveEvent, 'eventId' | 'occurredAt' | 'recordedAt'> {
  try {
    return (JSON.parse(metadata) ?? {}) as LiveEvent;
  } catch {
    return {};
  }
}

/** The ledger writes JSON without line breaks; in foreign JSON they can only be between the tokens. */
function onOneLine(json: string): string {
  return json.replaceAll(/[\r\n]+/g, ' ');
}
