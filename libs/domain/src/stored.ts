import type { DecidedEvent, RecordedEvent, Statement } from './event.js';
import type { LoggedData, LoggedType } from './logged.js';

/** How events lie in the log: data as the source sent it, and beside it metadata that the ledger keeps. */
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
}

export interface EventToStore {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** An event of any type, known or not: how one is stored does not depend on what it says. */
type Storable = Statement & Pick<EventToStore, 'type' | 'data'> & Pick<DecidedEvent, 'parked'>;

/** `recordedAt` is milliseconds since 1970 UTC. */
export function toStored(event: Storable, recordedAt: number): EventToStore {
  const { eventId, source, id, hash, actor, correlation, sequence, parked } = event;
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
  } satisfies EventMetadata;
  return { id: writeId(eventId, hash), type: event.type, data: event.data, metadata };
}

/** What an event takes in the store, in bytes: its data and metadata as UTF-8. */
export function storedBytes(event: DecidedEvent): number {
  const { data, metadata } = toStored(event, 0);
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}

let [written, asText] = [Number.NaN, ''];

/** What is recorded together has the same time: it is written once. */
function isoTime(milliseconds: number): string {
  if (milliseconds !== written) [written, asText] = [milliseconds, new Date(milliseconds).toISOString()];
  return asText;
}

/**
 * The id under which the store knows this write: half the event's id, half its content's hash, as a UUIDv8. A store
 * takes an append of known ids at the same revision for a retry and answers "done" whatever the content; with the
 * content in the id, two writers racing with different content under one source and id cannot both be told so.
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

/** What was recorded together has the same time: it is read once. */
function recordedInstant(text: string): number {
  if (text !== readText) [readText, readInstant] = [text, Date.parse(text)];
  return readInstant;
}

/**
 * Done for every event of the log: taking the metadata apart with a rest pattern would cost as much as parsing it.
 * @throws SyntaxError when the stored text is not JSON: somebody else wrote it, or it was damaged.
 */
export function fromStored(stored: StoredForm): RecordedEvent {
  const metadata = JSON.parse(stored.metadata) as EventMetadata;
  // Here what the log holds becomes data of its type: the ledger itself has written what lies in its streams, and what a source
  // sent only after it had passed its schema. Fields that earlier versions did not write are optional in these types.
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
  const { actor, correlation, sequence, parked } = metadata;
  if (sequence !== undefined) event.sequence = sequence;
  if (actor !== undefined) event.actor = actor;
  if (correlation !== undefined) event.correlation = correlation;
  if (parked !== undefined) event.parked = parked;
  return event;
}

interface OfType<Type> extends Pick<StoredForm, 'data'> {
  readonly type: Type;
}

/**
 * The data of a stored event alone, where nothing else of it is needed; the ledger wrote it, as all that fromStored reads.
 * @throws SyntaxError when the text is not JSON.
 */
export function storedData<Type extends LoggedType>({ data }: OfType<Type>): LoggedData[Type] {
  return JSON.parse(data) as LoggedData[Type];
}

type Writable<Read> = { -readonly [Key in keyof Read]: Read[Key] };
