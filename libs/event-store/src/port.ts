/**
 * The event store port: what the ledger needs of a log, and nothing more. It has two engines (`sqlite/`, `kurrentdb/`);
 * the contract suite makes sure that they behave exactly alike.
 */

/** Injection token of an `EventStore`. */
export const EVENT_STORE = Symbol('EVENT_STORE');

/** A place in the one global order of the log: a 64-bit integer, larger is later. On the wire a decimal string. */
export type Position = bigint;

/** Before the first event; `after: START` reads from the beginning. */
export const START: Position = -1n;

/** The number of an event in its stream, from 0. */
export type Revision = number;

/** The expected revision of a stream that must not have any event yet. */
export const NO_STREAM: Revision = -1;

/** An event to be appended. `data` and `metadata` are plain JSON values; the engine stores `JSON.stringify` of them. */
export interface NewEvent {
  /** UUID, the event's identity in the store. */
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** An event in the log. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
  /** The exact bytes stored, as UTF-8 text. `JSON.stringify(JSON.parse(data)) === data` holds for every event the ledger wrote. */
  readonly data: string;
  readonly metadata: string;
}

export interface StreamAppend {
  readonly stream: string;
  readonly expectedRevision: Revision;
  /** At least one; ids within one append are distinct. */
  readonly events: readonly NewEvent[];
}

export type AppendResult =
  | {
      readonly outcome: 'appended';
      /** Revision of the last event of this append. */
      readonly revision: Revision;
      readonly positions: readonly Position[];
    }
  | {
      readonly outcome: 'wrong-expected-revision';
      /** The stream's true revision, re-read from the store; NO_STREAM when it is empty. */
      readonly actualRevision: Revision;
    };

export interface ReadAllOptions {
  /** Exclusive; START for the beginning, else a position from this log. */
  readonly after: Position;
  /** Most events to return, at least 1. */
  readonly limit: number;
  /**
   * The page ends with the event that brings its data and metadata to this many bytes or more; default the engine's own
   * limit.
   */
  readonly bytes?: number | undefined;
}

export interface ReadStreamOptions {
  /** First revision to return; default 0. */
  readonly fromRevision?: Revision;
  readonly limit?: number;
  /**
   * As in `ReadAllOptions`: a result shorter than asked for then does not mean the end; it has at least one event where
   * there is one.
   */
  readonly bytes?: number | undefined;
}

export interface SubscribeOptions {
  /** Exclusive; START for the beginning, else a position from this log. */
  readonly after: Position;
  readonly signal: AbortSignal;
}

/**
 * A message of a subscription. Batches keep the log's order without gaps or repeats, even when the server restarts.
 * `caught-up` and `lost` are in the same ordered queue as the events, so when a consumer sees `caught-up` it has
 * received every event that was in the log at that time.
 */
export type SubscriptionMessage =
  /**
   * `through`: the log has been followed up to here; beyond the last event where foreign events were skipped. `events`
   * may be empty.
   */
  | { readonly kind: 'events'; readonly events: readonly StoredEvent[]; readonly through: Position }
  | { readonly kind: 'caught-up' }
  /** The connection was lost; the engine keeps trying to continue after the last event delivered. */
  | { readonly kind: 'lost'; readonly reason: string };

export interface OpenOptions {
  /** Prefix of every stream name on a server that several ledgers share; a file has one ledger and needs none. */
  readonly prefix?: string;
  /** SQLite only: opens for reading beside the process that writes the log; appends are refused. */
  readonly readOnly?: boolean;
}

/** The store cannot be reached or did not answer in time: sending the same again later is safe. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
}

/** A file of the log cannot be read as it was written: it must be restored from a backup. */
export class LogDamagedError extends StoreUnavailableError {
  override readonly name = 'LogDamagedError';

  constructor(log: string, reason: string, options?: ErrorOptions) {
    super(
      `The event log ${log} is damaged (${reason}): stop the service, keep the file as it is, and restore a backup.`,
      options,
    );
  }
}

/** The log is already being written by another process (embedded engine only). */
export class LogAlreadyWrittenError extends Error {
  override readonly name = 'LogAlreadyWrittenError';
}

/** The request can never succeed as asked (a wrong connection string, an event over the store's size limit …). */
export class StoreRequestError extends Error {
  override readonly name: string = 'StoreRequestError';
}

/**
 * The events of one append are more than the store accepts at once. Fewer may be accepted; a single one is too large
 * for good.
 */
export class AppendTooLargeError extends StoreRequestError {
  override readonly name = 'AppendTooLargeError';
}

/** The largest append, in bytes as `appendBytes` counts them: what an EventStoreDB server accepts by default. */
export const MAX_APPEND_BYTES = 1_048_576;

export interface EventStore {
  /** The engine's name in the status: `sqlite` or `kurrentdb`. */
  readonly engine: 'sqlite' | 'kurrentdb';
  /** Where it stores, without secrets, for status and logs. */
  readonly description: string;

  /**
   * Appends to one stream, all or nothing, durable before it resolves. Repeating the same events (by id) at the same
   * expected revision is a no-op with the same result.
   * @throws AppendTooLargeError when they are more than `MAX_APPEND_BYTES`, or than the server is configured to accept.
   * @throws StoreUnavailableError when it is not known whether the append happened: retry the same at the same
   * revision.
   */
  append(append: StreamAppend): Promise<AppendResult>;

  /**
   * Appends to many streams at once, each on its own: a result for each, in order; a conflict fails only its own
   * append.
   * @throws StoreRequestError for all of them when one can never succeed: append each on its own to find it.
   */
  appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]>;

  /** The stream's events in order; empty when there is no such stream. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly StoredEvent[]>;

  /**
   * One page of the whole log in global order. Foreign streams (system streams, other prefixes) are left out; `next`
   * goes on past them.
   * @throws StoreRequestError when `after` is no position of this log, by engines that can resume from positions of
   * events only.
   */
  readAll(
    options: ReadAllOptions,
  ): Promise<{ readonly events: readonly StoredEvent[]; readonly next: Position; readonly end: boolean }>;

  /**
   * Follows the log for ever, from stored to live. Ends only when the signal aborts or the store is closed.
   * @throws StoreRequestError when `after` is beyond the end of the log, and so is another log's.
   */
  subscribeAll(options: SubscribeOptions): AsyncIterable<SubscriptionMessage>;

  /** Position of the last event in the log (of the ledger's own, or later), START when it is empty. */
  head(): Promise<Position>;

  close(): Promise<void>;
}

/** Formats a position for the wire, as a decimal string; START is 0, where no event of a ledger ever is. */
export function formatPosition(position: Position): string {
  return position < 0n ? '0' : position.toString();
}

/** Parses a position from the wire: decimal digits within a signed 64-bit integer; undefined when it is not one. */
export function parsePosition(text: string): Position | undefined {
  if (!/^\d{1,19}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= 0x7fff_ffff_ffff_ffffn ? value : undefined;
}
