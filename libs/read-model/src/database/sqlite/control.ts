import { DatabaseSync } from 'node:sqlite';

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
  CREATE TABLE IF NOT EXISTS source_count (
    source TEXT PRIMARY KEY,
    duplicates INTEGER NOT NULL,
    sequences TEXT NOT NULL,
    gaps_truncated INTEGER NOT NULL,
    first_heard_at INTEGER NOT NULL,
    last_heard_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS source_count_by_last_heard ON source_count (last_heard_at);
  CREATE TABLE IF NOT EXISTS source_counting (id INTEGER PRIMARY KEY CHECK (id = 1), since INTEGER NOT NULL) STRICT;
  INSERT INTO source_counting VALUES (1, ${NOW}) ON CONFLICT DO NOTHING;
`;

/** Opens the small database beside the generations' files: which there are, which is live, and who may write. */
export function openControl(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; ${TABLES} COMMIT;`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
