import type { DatabaseSync } from 'node:sqlite';
import { NO_STREAM, StoreUnavailableError, type AppendResult, type Position, type Revision } from '../port.js';
import type { PreparedAppend } from '../prepare.js';
import { reasonOf } from '../reason.js';
import { isDamage, logDamaged } from './damage.js';

/** Limits of one transaction; a single append larger than these has a transaction of its own. */
const TRANSACTION_EVENTS = 2_000;
const TRANSACTION_CHARACTERS = 8_000_000;

interface Job {
  readonly appends: readonly PreparedAppend[];
  readonly results: AppendResult[];
  readonly resolve: (results: readonly AppendResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Appends that arrive together share one transaction, and no call resolves before it is on the disk. */
export function groupCommit(database: DatabaseSync, path: string, committed: () => void) {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const rows = rowAppender(database);
  const whenDrained: (() => void)[] = [];
  let jobs: Job[] = [];
  let scheduled = false;
  let done = 0;
  let reached = 0;

  /**
   * Appends from the front of the queue until the transaction is full; `reached` counts the jobs that have a part in
   * it.
   */
  const fill = (): void => {
    let events = 0;
    let characters = 0;
    for (const job of jobs) {
      while (job.results.length < job.appends.length) {
        const append = job.appends[job.results.length];
        if (!append) break;
        events += append.events.length;
        characters += append.characters;
        if ((events > TRANSACTION_EVENTS || characters > TRANSACTION_CHARACTERS) && events > append.events.length)
          return;
        reached = Math.max(reached, done + 1);
        job.results.push(rows.append(append));
      }
      done += 1;
    }
  };

  const transact = (): void => {
    done = 0;
    reached = jobs.length;
    begin.run();
    reached = 0;
    fill();
    commit.run();
    const answered = jobs.slice(0, done);
    jobs = jobs.slice(done);
    for (const job of answered) job.resolve(job.results);
  };

  /** Jobs with a part in the transaction are rejected; those behind them are tried in the next one. */
  const refuse = (error: unknown): void => {
    rows.forget();
    let cause = error;
    try {
      // After some failures SQLite has rolled back by itself.
      if (database.isTransaction) rollback.run();
    } catch (second) {
      cause = new AggregateError([error, second]);
    }
    const refused = jobs.slice(0, reached);
    jobs = jobs.slice(reached);
    const unavailable = isDamage(error)
      ? logDamaged(path, error)
      : new StoreUnavailableError(`The event log could not be written: ${reasonOf(error)}.`, { cause });
    for (const job of refused) job.reject(unavailable);
  };

  const flush = (): void => {
    scheduled = false;
    try {
      transact();
    } catch (error) {
      refuse(error);
    }
    if (jobs.length > 0) schedule();
    else for (const drained of whenDrained.splice(0)) drained();
    committed();
  };

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };

  return {
    /** Resolves after the commit of the last of these appends. */
    append(appends: readonly PreparedAppend[]): Promise<readonly AppendResult[]> {
      if (appends.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        jobs.push({ appends, results: [], resolve, reject });
        schedule();
      });
    },
    /** Position of the last event committed, where it is known without a query. */
    last: () => rows.last(),
    /** Resolves when nothing waits to be committed. */
    drained: (): Promise<void> =>
      jobs.length === 0 ? Promise.resolve() : new Promise((resolve) => whenDrained.push(resolve)),
  };
}

/** Streams whose revision is cached; a miss costs one look-up in the index. */
const CACHED_STREAMS = 100_000;

/** Appends rows to the event table; the caller owns the transaction and is the only writer. */
function rowAppender(database: DatabaseSync) {
  const insert = database.prepare(
    'INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stream, revision) DO NOTHING',
  );
  const lastPosition = database.prepare('SELECT max(position) AS last FROM event');
  const lastRevision = database.prepare('SELECT max(revision) AS last FROM event WHERE stream = ?');
  const range = database.prepare(
    'SELECT id, position FROM event WHERE stream = ? AND revision > ? AND revision <= ? ORDER BY revision',
  );
  const revisions = new Map<string, Revision>();
  let next: number | undefined;

  const remember = (stream: string, revision: Revision): void => {
    revisions.set(stream, revision);
    if (revisions.size <= CACHED_STREAMS) return;
    const [oldest] = revisions.keys();
    if (oldest !== undefined) revisions.delete(oldest);
  };

  const currentRevision = (stream: string): Revision => {
    const cached = revisions.get(stream);
    if (cached !== undefined) return cached;
    const last = lastRevision.get(stream)?.['last'];
    return typeof last === 'number' ? last : NO_STREAM;
  };

  const write = ({ stream, expectedRevision, events }: PreparedAppend): readonly Position[] | undefined => {
    let position = (next ??= Number(lastPosition.get()?.['last'] ?? 0) + 1);
    let revision = expectedRevision;
    const positions: Position[] = [];
    for (const { id, type, data, metadata } of events) {
      revision += 1;
      const { changes } = insert.run(position, stream, revision, id, type, data, metadata);
      if (changes === 0) return undefined;
      positions.push(BigInt(position));
      position += 1;
    }
    next = position;
    remember(stream, revision);
    return positions;
  };

  /** The result of a retry: the positions of its events, when exactly they follow the expected revision. */
  const answerAgain = ({ stream, expectedRevision, events }: PreparedAppend): AppendResult => {
    const actualRevision = currentRevision(stream);
    const revision = expectedRevision + events.length;
    const stored = actualRevision < revision ? [] : range.all(stream, expectedRevision, revision);
    if (stored.length !== events.length || !stored.every((row, index) => row['id'] === events[index]?.id))
      return { outcome: 'wrong-expected-revision', actualRevision };
    return { outcome: 'appended', revision, positions: stored.map((row) => BigInt(Number(row['position']))) };
  };

  return {
    /** Appends inside the open transaction, checking the revision against everything appended before it. */
    append(append: PreparedAppend): AppendResult {
      const { stream, expectedRevision, events } = append;
      const known = revisions.get(stream);
      // A new stream needs no query: the unique index reports when it is not new.
      const current = known ?? (expectedRevision === NO_STREAM ? NO_STREAM : currentRevision(stream));
      const positions = current === expectedRevision ? write(append) : undefined;
      if (!positions) return answerAgain(append);
      return { outcome: 'appended', revision: expectedRevision + events.length, positions };
    },
    /** Position of the last event, where it is known without a query: nobody else writes. */
    last: () => (next === undefined ? undefined : next - 1),
    /** Clears its caches: to be called when a transaction was rolled back. */
    forget() {
      revisions.clear();
      next = undefined;
    },
  };
}
