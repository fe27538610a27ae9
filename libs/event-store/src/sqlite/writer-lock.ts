import { DatabaseSync } from 'node:sqlite';
import { randomUUID } from 'node:crypto';
import { LogAlreadyWrittenError } from '../port.js';
import { errcodeOf } from './damage.js';

const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

/** Releases the lock; the operating system does so, too, when the process dies, however it dies. */
export type ReleaseLock = () => void;

/**
 * Acquires the lock that lets one process write a log: a write transaction held open on a small database beside it. It
 * is an operating system lock, so it cannot be left behind; with a reserved lock, a refused process can still read who
 * holds it.
 * @throws LogAlreadyWrittenError naming the process that holds it.
 */
export function takeWriterLock(path: string): ReleaseLock {
  const lock = new DatabaseSync(`${path}-writer`, { timeout: 0 });
  const token = randomUUID();
  try {
    lock.exec('PRAGMA locking_mode = NORMAL');
    // The holder's name must be committed to be readable, which releases the lock for a moment: so lock, write, lock
    // again and check.
    for (;;) {
      begin(lock, path);
      if (isNamed(lock, token)) break;
    }
  } catch (error) {
    lock.close();
    throw error;
  }
  return () => lock.close();
}

/** Whether the holder's name is there; writes it where it is not. On a full disk the lock is held without a name. */
function isNamed(lock: DatabaseSync, token: string): boolean {
  try {
    lock.exec('CREATE TABLE IF NOT EXISTS writer (token TEXT NOT NULL, pid INTEGER NOT NULL)');
    if (lock.prepare('SELECT token FROM writer').get()?.['token'] === token) return true;
    lock.exec('DELETE FROM writer');
    lock.prepare('INSERT INTO writer VALUES (?, ?)').run(token, process.pid);
    lock.exec('PRAGMA busy_timeout = 1000; COMMIT; PRAGMA busy_timeout = 0');
    return false;
  } catch (error) {
    if (errcodeOf(error) !== SQLITE_FULL) throw error;
    if (lock.isTransaction) lock.exec('ROLLBACK');
    lock.exec('BEGIN IMMEDIATE');
    return true;
  }
}

function begin(lock: DatabaseSync, path: string): void {
  try {
    lock.exec('BEGIN IMMEDIATE');
  } catch (error) {
    if (errcodeOf(error) !== SQLITE_BUSY) throw error;
    throw new LogAlreadyWrittenError(
      `The event log ${path} is already being written by ${holder(lock)}: stop that process, or give this one another log.`,
      { cause: error },
    );
  }
}

function holder(lock: DatabaseSync): string {
  try {
    lock.exec('PRAGMA busy_timeout = 1000');
    return `process ${String(lock.prepare('SELECT pid FROM writer').get()?.['pid'])}`;
  } catch {
    return 'another process';
  }
}
