import type { DecidedEvent, RecordedEvent } from './event.js';
import type { Statement } from './statement.js';
import type { LoggedData, LoggedType } from './logged.js';

/** How events are stored: data as the source sent it, and metadata of the ledger beside it. */
export interface EventMetadata {
  readonly version: 1;
  readonly eventId: string;
  readonly source: string;
  readonly id: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly hash: string;
  readonly actor?: string | undefined;
  readonly correlation?: string | undefined;
  readonly sequence?: string | undefined;
  readonly parked?: true | undefined;
  /** As in `Statement`. */
  readonly by?: string | undefined;
}

export interface EventToStore {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** An event of any type, known or not: how it is stored does not depend on its content. */
type Storable = Statement & Pick<EventToStore, 'type' | 'data'> & Pick<DecidedEvent, 'parked'>;

/** `recordedAt` is milliseconds since 1970 UTC. */
export function toStored(event: Storable, recordedAt: number): EventToStore {
  const { eventId, source, id, hash, actor, correlation, sequence, parked, by } = event;
  const metadata = {
    version: 1,
    eventId,
    source,
    id,
    occurredAt: new Date(event.occurredAt).toISOString(),
    recordedAt: isoTime(recordedAt),
    hash,
    actor,
    correlation,
    sequence,
    parked,
    by,
  } satisfies EventMetadata;
  return { id: writeId(eventId, hash), type: event.type, data: event.data, metadata };
}

/** The stored size of an event, in bytes: its data and metadata as UTF-8. */
export function storedBytes(event: DecidedEvent): number {
  const { data, metadata } = toStored(event, 0);
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}

let [written, asText] = [Number.NaN, ''];

/** Events recorded together have the same time, so it is formatted once. */
function isoTime(milliseconds: number): string {
  if (milliseconds !== written) [written, asText] = [milliseconds, new Date(milliseconds).toISOString()];
  return asText;
}

/**
 * The store's id for this write: half the event's id, half its content's hash, as a UUIDv8. A store treats an append of
 * known ids at the same revision as a retry and answers "done" whatever the content; with the content in the id, two
 * writers racing with different content under one source and id cannot both be answered so.
 */
export function writeId(eventId: string, hash: string): string {
  return `${eventId.slice(0, 13)}-8${eventId.slice(15, 18)}-8${hash.slice(0, 3)}-${hash.slice(3, 15)}`;
}

export interface StoredForm {
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  readonly data: string;
  readonly metadata: string;
}

let [readText, readInstant] = ['', Number.NaN];

/** Events recorded together have the same time, so it is parsed once. */
function recordedInstant(text: string): number {
  if (text !== readText) [readText, readInstant] = [text, Date.parse(text)];
  return readInstant;
}

/**
 * Called for every event of the log: taking the metadata apart with a rest pattern would cost as much as parsing it.
 * @throws SyntaxError when the stored text is not JSON: somebody else wrote it, or it was damaged.
 */
export function fromStored(stored: StoredForm): RecordedEvent {
  const metadata = JSON.parse(stored.metadata) as EventMetadata;
  // The one cast from stored to typed data: the ledger itself has written what is in its streams, and what a source
  // sent only after it was validated. Fields that earlier versions did not write are optional in these types.
  const event = {
    type: stored.type,
    stream: stored.stream,
    revision: stored.revision,
    position: stored.position,
    data: JSON.parse(stored.data) as unknown,
    occurredAt: Date.parse(metadata.occurredAt),
    recordedAt: recordedInstant(metadata.recordedAt),
    eventId: metadata.eventId,
    source: metadata.source,
    id: metadata.id,
    hash: metadata.hash,
  } as Writable<RecordedEvent>;
  const { actor, correlation, sequence, parked, by } = metadata;
  if (sequence !== undefined) event.sequence = sequence;
  if (actor !== undefined) event.actor = actor;
  if (correlation !== undefined) event.correlation = correlation;
  if (parked !== undefined) event.parked = parked;
  if (by !== undefined) event.by = by;
  return event;
}

interface OfType<Type> extends Pick<StoredForm, 'data'> {
  readonly type: Type;
}

/**
 * Only the data of a stored event, which the ledger wrote, as in `fromStored`.
 * @throws SyntaxError when the text is not JSON.
 */
export function storedData<Type extends LoggedType>({ data }: OfType<Type>): LoggedData[Type] {
  return JSON.parse(data) as LoggedData[Type];
}

type Writable<Read> = { -readonly [Key in keyof Read]: Read[Key] };
