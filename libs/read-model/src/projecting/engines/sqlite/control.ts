import { renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileDamage, isDamage } from '@plant-ledger/event-store';
import { SOURCE_COUNTS } from '../../../sources/source-counts.js';
import { reasonOf } from '../../status/failures.js';
import { ReadModelDamagedError } from '../../storage/errors.js';
import { tableStatements } from '../../storage/statements.js';

/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT = 5_000;

/** The database's own time, milliseconds since 1970 UTC. */
export const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

const TABLES = `
  CREATE TABLE IF NOT EXISTS generation (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    code_version INTEGER NOT NULL,
    made_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS one_live_generation ON generation (state) WHERE state = 'live';
  CREATE TABLE IF NOT EXISTS lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS epoch (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL) STRICT;
  INSERT INTO epoch VALUES (1, 0) ON CONFLICT DO NOTHING;
  ${tableStatements([SOURCE_COUNTS], 'sqlite')};
  CREATE TABLE IF NOT EXISTS source_counting (id INTEGER PRIMARY KEY CHECK (id = 1), since INTEGER NOT NULL) STRICT;
  INSERT INTO source_counting VALUES (1, ${NOW}) ON CONFLICT DO NOTHING;
`;

/**
 * Opens it if it is sound. A damaged one is set aside when `mend` is set: all that is lost is which generation was
 * live, and a new one is made from the log.
 * @throws ReadModelDamagedError without `mend`.
 */
export function openSoundControl(file: string, mend: boolean): DatabaseSync {
  try {
    const database = openControl(file);
    const fault = fileDamage(file);
    if (fault === undefined) return database;
    database.close();
    if (!mend) throw new ReadModelDamagedError(file, fault);
  } catch (error) {
    if (!isDamage(error)) throw error;
    if (!mend) throw new ReadModelDamagedError(file, reasonOf(error), { cause: error });
  }
  renameSync(file, `${file}.damaged`);
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return openControl(file);
}

/** Opens the small database beside the generations' files: which exist, which is live, and who may write. */
function openControl(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; ${TABLES} COMMIT;`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
