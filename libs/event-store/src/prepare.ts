import {
  AppendTooLargeError,
  MAX_APPEND_BYTES,
  NO_STREAM,
  StoreRequestError,
  type NewEvent,
  type Revision,
  type StreamAppend,
} from './port.js';

/** An event in the form in which it is stored. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** A validated append, with the exact bytes it stores. */
export interface PreparedAppend {
  readonly stream: string;
  readonly expectedRevision: Revision;
  readonly events: readonly PreparedEvent[];
  readonly characters: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The one UUID that the server does not accept as an event's id. */
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Validates an append and serializes its JSON, the same for both engines, so that neither accepts what the other
 * refuses.
 * @throws StoreRequestError naming what is wrong.
 */
export function prepareAppend(append: StreamAppend): PreparedAppend {
  const { stream, expectedRevision } = append;
  checkName('stream name', stream);
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < NO_STREAM)
    throw new StoreRequestError(
      `The expected revision of ${stream} must be an integer from -1, not ${expectedRevision}.`,
    );
  if (append.events.length === 0) throw new StoreRequestError(`An append to ${stream} must hold at least one event.`);
  const events = append.events.map(prepareEvent);
  if (events.length > 1 && new Set(events.map(({ id }) => id)).size < events.length)
    throw new StoreRequestError(`An append to ${stream} holds the same event id twice.`);
  let characters = 0;
  for (const { data, metadata } of events) characters += data.length + metadata.length;
  checkSize(stream, events);
  return { stream, expectedRevision, events, characters };
}

function prepareEvent(event: NewEvent): PreparedEvent {
  if (!UUID.test(event.id) || event.id === NIL)
    throw new StoreRequestError(`An event id must be a UUID in lower case and not the nil one, not "${event.id}".`);
  checkName('event type', event.type);
  return { id: event.id, type: event.type, data: toJson(event, 'data'), metadata: toJson(event, 'metadata') };
}

/** `$` begins the names that the server reserves; a lone surrogate or a NUL would not come back unchanged. */
function checkName(what: string, name: string): void {
  if (name === '' || name.startsWith('$') || name.includes('\0') || !name.isWellFormed())
    throw new StoreRequestError(
      `A ${what} must be well-formed text that is not empty and does not begin with "$", not ${JSON.stringify(name)}.`,
    );
}

function toJson(event: NewEvent, part: 'data' | 'metadata'): string {
  const value: unknown = event[part];
  try {
    if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  } catch (error) {
    throw new StoreRequestError(`The ${part} of event ${event.id} cannot be written as JSON.`, { cause: error });
  }
  throw new StoreRequestError(`The ${part} of event ${event.id} must be a JSON object.`);
}

function checkSize(stream: string, events: readonly PreparedEvent[]): void {
  let most = 0;
  for (const { type, data, metadata } of events) most += 3 * (type.length + data.length + metadata.length);
  if (most <= MAX_APPEND_BYTES) return;
  const bytes = events.reduce((sum, event) => sum + eventBytes(event), 0);
  if (bytes > MAX_APPEND_BYTES)
    throw new AppendTooLargeError(
      `An append to ${stream} of ${bytes} bytes is over the limit of ${MAX_APPEND_BYTES} bytes for one append.`,
    );
}

/** Bytes of an event as the server counts them: data and metadata as UTF-8, the type's name as UTF-16. */
function eventBytes({ type, data, metadata }: PreparedEvent): number {
  return Buffer.byteLength(data) + Buffer.byteLength(metadata) + 2 * type.length;
}

/** The bytes of an event that count towards an append's `MAX_APPEND_BYTES`. */
export function appendBytes({ type, data, metadata }: NewEvent): number {
  return eventBytes({ id: '', type, data: JSON.stringify(data), metadata: JSON.stringify(metadata) });
}
