import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import {
  LogAlreadyWrittenError,
  START,
  StoreRequestError,
  StoreUnavailableError,
  type EventStore,
  type OpenOptions,
  type StoredEvent,
} from '../port.js';
import { prepareAppend } from '../prepare.js';
import { reasonOf } from '../reason.js';
import { isCorrupt, isDamage, logDamaged } from './damage.js';
import { follow } from './follow.js';
import { groupCommit } from './group-commit.js';
import { canonicalPath, openForReading, openForWriting } from './log-file.js';
import { logReader } from './reading.js';
import { withSpareRoom } from './spare-room.js';
import { wakeUp } from './wake-up.js';
import { takeWriterLock, type ReleaseLock } from './writer-lock.js';

/** How often a reader polls for what another process has written, in milliseconds. */
const READER_POLL = 50;

/**
 * Opens the embedded event store: one SQLite file (and its WAL), created with its directory when missing.
 * @throws LogAlreadyWrittenError when another process writes this log.
 * @throws StoreRequestError when the file is not a log, or there is none to read; LogDamagedError.
 */
export function openSqliteEventStore(
  file: string,
  { readOnly = false }: Pick<OpenOptions, 'readOnly'> = {},
): EventStore {
  if (readOnly && !existsSync(file))
    throw new StoreRequestError(`There is no event log at ${file}: start the writer first.`);
  let release: ReleaseLock | undefined;
  try {
    const path = canonicalPath(file);
    if (readOnly) return sqliteEventStore(openForReading(path), path, { readOnly });
    release = takeWriterLock(path);
    return sqliteEventStore(
      withSpareRoom(path, () => openForWriting(path)),
      path,
      { readOnly, release },
    );
  } catch (error) {
    release?.();
    if (error instanceof StoreRequestError || error instanceof LogAlreadyWrittenError) throw error;
    if (isCorrupt(error)) throw logDamaged(file, error);
    throw new StoreRequestError(`The event log ${file} cannot be opened: ${reasonOf(error)}.`, { cause: error });
  }
}

interface Rights {
  readonly readOnly: boolean;
  /** Called once, when the database is closed. */
  readonly release?: ReleaseLock;
}

/** The store over an open log; closing it closes the database and releases the lock. */
export function sqliteEventStore(database: DatabaseSync, path: string, { readOnly, release }: Rights): EventStore {
  const reader = logReader(database);
  const news = wakeUp();
  const closing = new AbortController();
  // Readers on other threads of the writer's process need not poll.
  const threads = new BroadcastChannel(`plant-ledger log ${path}`);
  threads.unref();
  if (readOnly) threads.onmessage = news.ring;
  const committed = () => {
    news.ring();
    threads.postMessage('committed');
  };
  const commits = readOnly ? undefined : groupCommit(database, path, committed);
  let closed: Promise<void> | undefined;

  const checkOpen = (): void => {
    if (closed) throw new StoreUnavailableError('The event store is closed.');
  };
  const reading = <T>(read: () => T): T => {
    checkOpen();
    try {
      return read();
    } catch (error) {
      if (isDamage(error)) throw logDamaged(path, error);
      throw new StoreUnavailableError(`The event log could not be read: ${reasonOf(error)}.`, { cause: error });
    }
  };
  const appendMany: EventStore['appendMany'] = async (appends) => {
    checkOpen();
    if (!commits) throw new StoreRequestError(`The event log ${path} is open for reading only.`);
    return commits.append(appends.map(prepareAppend));
  };

  return {
    engine: 'sqlite',
    description: `sqlite:${path}`,
    appendMany,
    async append(append) {
      const [result] = await appendMany([append]);
      if (!result) throw new StoreUnavailableError('The append was not answered.');
      return result;
    },
    async readStream(stream, { fromRevision = 0, limit = Infinity, bytes } = {}) {
      if (bytes !== undefined) return reading(() => reader.streamPage(stream, fromRevision, limit, bytes)).events;
      const events: StoredEvent[] = [];
      for (;;) {
        const page = reading(() => reader.streamPage(stream, fromRevision + events.length, limit - events.length));
        if (events.length === 0 && page.end) return page.events;
        events.push(...page.events);
        if (page.end || events.length >= limit) return events;
        await new Promise(setImmediate);
      }
    },
    async readAll({ after, limit, bytes }) {
      const { events, end } = reading(() => reader.page(after, limit, bytes));
      // A client that reads page after page must not keep the thread from everybody else.
      await new Promise(setImmediate);
      return { events, next: events.at(-1)?.position ?? after, end };
    },
    subscribeAll({ after, signal }) {
      checkOpen();
      return follow(
        { reader, news, poll: readOnly ? READER_POLL : undefined },
        after,
        AbortSignal.any([signal, closing.signal]),
      );
    },
    async head() {
      const last = reading(() => commits?.last() ?? reader.lastPosition());
      return last === 0 ? START : BigInt(last);
    },
    close() {
      return (closed ??= (async () => {
        await commits?.drained();
        closing.abort();
        threads.close();
        database.close();
        release?.();
      })());
    },
  };
}
