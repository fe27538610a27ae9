import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreRequestError } from '../port.js';

/** Marks a SQLite file as a log of this ledger ("PLLG"). */
const APPLICATION_ID = 0x504c4c47;
/** The version of the tables below; a file with a later one is not opened. */
const FORMAT = 1;
/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT = 2_000;

const TABLES = `
  CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

/**
 * The real path of a log, whatever links lead to it, so that two writers always meet at the same lock. Creates the
 * directory.
 */
export function canonicalPath(file: string): string {
  const path = resolve(file);
  if (existsSync(path)) return realpathSync(path);
  mkdirSync(dirname(path), { recursive: true });
  return join(realpathSync(dirname(path)), basename(path));
}

/**
 * Opens a log for its one writer (the caller holds the writer's lock), creating the tables in a new file.
 * @throws StoreRequestError when the file is not a log.
 */
export function openForWriting(path: string): DatabaseSync {
  return open(path, false, (database) => {
    const isNew = !database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    if (!isNew) checkFormat(database, path);
    // A larger WAL and cache than by default: with many streams the index on (stream, revision) is written at random.
    database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;
    `);
    if (isNew) database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT;`);
  });
}

/**
 * Opens a log for reading, beside its writer or without one.
 * @throws StoreRequestError when it is not a log.
 */
export function openForReading(path: string): DatabaseSync {
  return open(path, true, (database) => checkFormat(database, path));
}

function open(path: string, readOnly: boolean, prepare: (database: DatabaseSync) => void): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT });
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function checkFormat(database: DatabaseSync, path: string): void {
  const application = database.prepare('PRAGMA application_id').get()?.['application_id'];
  const format = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (application !== APPLICATION_ID) throw new StoreRequestError(`${path} is not an event log of this ledger.`);
  if (format !== FORMAT)
    throw new StoreRequestError(
      `The event log ${path} has format ${String(format)} and this version reads format ${FORMAT}: use the version that wrote it.`,
    );
}
