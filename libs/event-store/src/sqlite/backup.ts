import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StoreRequestError, type Position, type StoredEvent } from '../port.js';
import { reasonOf } from '../reason.js';
import { isCorrupt, logDamaged } from './damage.js';
import { openForReading } from './log-file.js';
import { logReader, PAGE_ROWS } from './reading.js';

/** Returns what is wrong with an event, if anything is. */
export type Examine = (event: StoredEvent) => string | undefined;

/** What a copy of a log holds. */
export interface LogBackup {
  readonly events: number;
  /** Of its last event; 0 when it has none. */
  readonly position: Position;
}

/**
 * Copies a log to a new file, as of one moment, while its writer goes on, and checks the copy: whole as a database, no
 * event missing, and none wrong by `examine`.
 * @throws StoreRequestError when there is no log, the file exists already, or the copy could not be made or is not
 * good.
 */
export function backupSqliteLog(log: string, file: string, examine: Examine): LogBackup {
  const target = resolve(file);
  if (!existsSync(log)) throw new StoreRequestError(`There is no event log at ${log}.`);
  if (existsSync(target)) throw alreadyThere(file);
  if (!existsSync(dirname(target)))
    throw new StoreRequestError(`There is no folder ${dirname(target)}: make it first.`);
  try {
    return copied(resolve(log), target, examine);
  } catch (error) {
    if (error instanceof StoreRequestError) throw error;
    if (hasCode(error, 'EEXIST')) throw alreadyThere(file);
    if (isCorrupt(error)) throw logDamaged(log, error);
    throw new StoreRequestError(`The event log ${log} cannot be copied to ${file}: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}

/** Gets its own name only when it is complete and good: an interrupted copy must not be mistaken for a backup. */
function copied(log: string, target: string, examine: Examine): LogBackup {
  const folder = mkdtempSync(join(dirname(target), '.ledger-backup-'));
  const copy = join(folder, 'log.db');
  try {
    const least = withLog(log, (database) => {
      const position = logReader(database).lastPosition();
      // Not SQLite's online backup: that starts again whenever the writer's process changes a page, and would never
      // end.
      database.prepare('VACUUM INTO ?').run(copy);
      return position;
    });
    const backup = withLog(copy, (database) => examined(database, least, examine));
    synchronise(copy);
    closeSync(openSync(target, 'wx'));
    renameSync(copy, target);
    return backup;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function examined(copy: DatabaseSync, least: number, examine: Examine): LogBackup {
  const [found] = copy.prepare('PRAGMA integrity_check(1)').all();
  if (found?.['integrity_check'] !== 'ok')
    throw new StoreRequestError(`The copy is damaged: ${String(found?.['integrity_check'])}.`);
  const position = logReader(copy).lastPosition();
  if (position < least)
    throw new StoreRequestError(`The copy ends at position ${position}, and the log had come to ${least}.`);
  const fault = faultOf(copy, examine);
  if (fault !== undefined)
    throw new StoreRequestError(
      `The log is not as it was written, and no backup was made of it: ${fault} Keep it as it is, and restore an earlier backup.`,
    );
  return { events: position, position: BigInt(position) };
}

/** The first event that is wrong, or before which one is missing. */
function faultOf(copy: DatabaseSync, examine: Examine): string | undefined {
  const reader = logReader(copy);
  for (let after = 0n; ;) {
    const { events, end } = reader.page(after, PAGE_ROWS);
    for (const event of events) {
      const { type, stream, position } = event;
      const why = position === after + 1n ? examine(event) : 'events are missing before it.';
      if (why !== undefined) return `${type} at position ${position} (stream ${stream}): ${why}`;
      after = position;
    }
    if (end) return revisionFault(copy);
  }
}

/** The first row that does not follow the one before in its stream. */
const OUT_OF_ORDER = `
  SELECT stream, revision FROM (
    SELECT stream, revision, position, lag(revision, 1, -1) OVER former AS before, lag(position, 1, 0) OVER former AS place
    FROM event WINDOW former AS (PARTITION BY stream ORDER BY revision))
  WHERE revision <> before + 1 OR position <= place LIMIT 1`;

function revisionFault(copy: DatabaseSync): string | undefined {
  const row = copy.prepare(OUT_OF_ORDER).get();
  return row && `an event of stream ${String(row['stream'])} is missing before revision ${String(row['revision'])}.`;
}

function withLog<T>(path: string, work: (database: DatabaseSync) => T): T {
  const database = openForReading(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

function synchronise(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const alreadyThere = (file: string) =>
  new StoreRequestError(`${file} is there already, and a backup overwrites nothing: give it another name.`);

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
