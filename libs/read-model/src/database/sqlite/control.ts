import { DatabaseSync } from 'node:sqlite';

/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT = 5_000;

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
`;

/** The database's own time, milliseconds since 1970 UTC. */
export const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

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
