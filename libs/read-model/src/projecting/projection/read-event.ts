import {
  alterationOf,
  fromStored,
  LEDGER_STREAM,
  STREAM_KINDS,
  type RecordedEvent,
  type StoredForm,
  type StreamKind,
  type TypeIn,
} from '@plant-ledger/domain';
import { reasonOf } from '../status/failures.js';
import { UnprojectableError } from './projection.js';

const KINDS: ReadonlySet<string> = new Set(STREAM_KINDS.values());

/** An event with its kind of stream: narrowing by the kind narrows the type. */
export type ReadEvent<Kind extends StreamKind = StreamKind> = {
  [One in Kind]: { readonly kind: One; readonly event: RecordedEvent<TypeIn<One>> };
}[Kind];

/** An event in the log, with the store's own id. */
type StoredWithId = StoredForm & { readonly id: string };

/**
 * Parses an event of the ledger; undefined for one of a foreign stream, which is skipped.
 * @throws UnprojectableError for a type or a version of metadata that this version does not know, and for an event that
 * is not as it was written.
 */
export function readEvent(stored: StoredWithId): ReadEvent | undefined {
  const kind = kindOf(stored);
  if (kind === undefined) {
    if (isForeign(stored)) return undefined;
    throw new UnprojectableError(
      `This version knows no event ${stored.type} in stream ${stored.stream}: a newer version wrote it, or the log was altered.`,
    );
  }
  checkMetadata(stored.metadata);
  const event = fromStored(stored);
  const alteration = alterationOf(event, stored.id);
  if (alteration !== undefined) throw new UnprojectableError(`The event is not as it was written: ${alteration}`);
  return ofKind(kind, event);
}

/** The kind was looked up by the event's type, so the two belong together. */
function ofKind<Kind extends StreamKind>(kind: Kind, event: RecordedEvent<TypeIn<Kind>>): ReadEvent<Kind> {
  return { kind, event };
}

/** Whether an event is foreign, by its type and stream alone; one of an unknown type in the ledger's streams is not. */
export function isForeign(stored: Pick<StoredForm, 'type' | 'stream'>): boolean {
  return kindOf(stored) === undefined && !isOwn(stored.stream);
}

function kindOf({ type, stream }: Pick<StoredForm, 'type' | 'stream'>): StreamKind | undefined {
  const kind = STREAM_KINDS.get(type);
  return kind !== undefined && isOfKind(stream, kind) ? kind : undefined;
}

function isOfKind(stream: string, kind: StreamKind): boolean {
  if (kind === 'ledger') return stream === LEDGER_STREAM;
  return stream.charCodeAt(kind.length) === DASH && stream.startsWith(kind);
}
const DASH = 45;

function isOwn(stream: string): boolean {
  const dash = stream.indexOf('-');
  return stream === LEDGER_STREAM || (dash > 0 && KINDS.has(stream.slice(0, dash)));
}

function checkMetadata(metadata: string): void {
  // The ledger writes the version first; only what differs from that is parsed twice.
  if (metadata.startsWith('{"version":1,')) return;
  const { version } = JSON.parse(metadata) as { readonly version?: unknown };
  if (version !== 1)
    throw new UnprojectableError(
      `Its metadata is of version ${JSON.stringify(version)}, and this version reads version 1.`,
    );
}

/** What is wrong with an event in the log; undefined where nothing is, and for one that only a newer version knows. */
export function faultOf(stored: StoredWithId): string | undefined {
  if (kindOf(stored) === undefined) return undefined;
  try {
    readEvent(stored);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}
