import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StoreRequestError, type Position } from '../port.js';
import { reasonOf } from '../reason.js';
import { openForReading } from './log-file.js';
import { logReader } from './reading.js';

/** What a copy of a log holds. */
export interface LogBackup {
  readonly events: number;
  /** Of its last event; 0 when it has none. */
  readonly position: Position;
}

/**
 * Copies a log to a new file, as of one moment, while its writer goes on, and looks whether the copy is good.
 * @throws StoreRequestError when there is no log, the file is there already, or the copy could not be made or is not good.
 */
export function backupSqliteLog(log: string, file: string): LogBackup {
  const target = resolve(file);
  if (!existsSync(log)) throw new StoreRequestError(`There is no event log at ${log}.`);
  if (existsSync(target)) throw alreadyThere(file);
  if (!existsSync(dirname(target)))
    throw new StoreRequestError(`There is no folder ${dirname(target)}: make it first.`);
  try {
    return copied(resolve(log), target);
  } catch (error) {
    if (error instanceof StoreRequestError) throw error;
    if (hasCode(error, 'EEXIST')) throw alreadyThere(file);
    throw new StoreRequestError(`The event log ${log} cannot be copied to ${file}: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}

/** Under its own name only when it is whole and good: one that was interrupted must not be taken for a backup. */
function copied(log: string, target: string): LogBackup {
  const folder = mkdtempSync(join(dirname(target), '.ledger-backup-'));
  const copy = join(folder, 'log.db');
  try {
    const least = withLog(log, (database) => {
      const position = logReader(database).lastPosition();
      // Not the online backup: that begins again whenever the writer's process changes a page, and would never end.
      database.prepare('VACUUM INTO ?').run(copy);
      return position;
    });
    const backup = withLog(copy, (database) => examined(database, least));
    synchronise(copy);
    closeSync(openSync(target, 'wx'));
    renameSync(copy, target);
    return backup;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function examined(copy: DatabaseSync, least: number): LogBackup {
  const [fault] = copy.prepare('PRAGMA integrity_check(1)').all();
  if (fault?.['integrity_check'] !== 'ok')
    throw new StoreRequestError(`The copy is damaged: ${String(fault?.['integrity_check'])}.`);
  const position = logReader(copy).lastPosition();
  if (position < least)
    throw new StoreRequestError(`The copy ends at position ${position}, and the log had come to ${least}.`);
  const events = Number(copy.prepare('SELECT count(*) AS events FROM event').get()?.['events']);
  return { events, position: BigInt(position) };
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
