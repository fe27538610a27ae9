import type { DatabaseSync } from 'node:sqlite';
import { StoreUnavailableError, type AppendResult } from '../port.js';
import type { PreparedAppend } from '../prepare.js';
import { reasonOf } from '../reason.js';
import { rowAppender } from './append-rows.js';
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

export interface GroupCommit {
  /** Resolves after the commit of the last of these appends. */
  append(appends: readonly PreparedAppend[]): Promise<readonly AppendResult[]>;
  /** Position of the last event committed, where it is known without a query. */
  last(): number | undefined;
  /** Commits what is waiting; resolves when nothing is. */
  drained(): Promise<void>;
}

/** Appends that arrive together share one transaction, and no call resolves before it is on the disk. */
export function groupCommit(database: DatabaseSync, path: string, committed: () => void): GroupCommit {
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
    append(appends) {
      if (appends.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        jobs.push({ appends, results: [], resolve, reject });
        schedule();
      });
    },
    last: () => rows.last(),
    drained: () => (jobs.length === 0 ? Promise.resolve() : new Promise((resolve) => whenDrained.push(resolve))),
  };
}
