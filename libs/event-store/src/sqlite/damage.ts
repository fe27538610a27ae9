import { DatabaseSync } from 'node:sqlite';
import { LogDamagedError } from '../port.js';
import { reasonOf } from '../reason.js';

const CORRUPT = 11;
const NOT_A_DATABASE = 26;
/** How long a check waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT = 5_000;

/** Whether SQLite reports that a file's pages are damaged. */
export function isDamage(error: unknown): boolean {
  const errcode = errcodeOf(error);
  return errcode === CORRUPT || errcode === NOT_A_DATABASE;
}

/** The same, except for a file that is no database at all, which is most often another file. */
export function isCorrupt(error: unknown): boolean {
  return errcodeOf(error) === CORRUPT;
}

/** For values that SQLite's own table cannot hold: pages are damaged, though SQLite has not noticed. */
export function damage(reason: string): Error {
  return Object.assign(new Error(reason), { errcode: CORRUPT });
}

export function logDamaged(path: string, error: unknown): LogDamagedError {
  return new LogDamagedError(path, reasonOf(error), { cause: error });
}

/** What is wrong with a SQLite file as a database, in SQLite's words; undefined when nothing is. Its writer may go on meanwhile. */
export function fileDamage(file: string): string | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT });
    const fault = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    return fault === 'ok' ? undefined : String(fault).replaceAll('\n', ' ');
  } catch (error) {
    if (isDamage(error)) return reasonOf(error);
    throw error;
  } finally {
    database?.close();
  }
}

/** SQLite's primary result code. */
export function errcodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  return 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}
