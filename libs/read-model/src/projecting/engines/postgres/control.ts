import type pg from 'pg';
import { SOURCE_COUNTS } from '../../../sources/source-counts.js';
import { ReadModelRequestError } from '../../storage/errors.js';
import { tableStatements } from '../../storage/statements.js';
import type { Place } from './connection-string.js';
import { withConnection } from './connections.js';

/** PostgreSQL 13, the oldest that was maintained when this was written. */
const OLDEST = 130_000;

/** The tables beside the generations: which exist, which is live, and who may write. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS generation (
    number integer PRIMARY KEY,
    state text NOT NULL,
    code_version integer NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  CREATE UNIQUE INDEX IF NOT EXISTS one_live_generation ON generation (state) WHERE state = 'live';
  CREATE TABLE IF NOT EXISTS lease (
    name text PRIMARY KEY,
    holder text NOT NULL,
    epoch integer NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE TABLE IF NOT EXISTS last (
    id integer PRIMARY KEY CHECK (id = 1),
    epoch integer NOT NULL,
    generation integer NOT NULL
  );
  INSERT INTO last VALUES (1, 0, 0) ON CONFLICT DO NOTHING;
  ${tableStatements([SOURCE_COUNTS], 'postgres')};
  CREATE TABLE IF NOT EXISTS source_counting (
    id integer PRIMARY KEY CHECK (id = 1),
    since timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  INSERT INTO source_counting VALUES (1) ON CONFLICT DO NOTHING;
`;

/**
 * Creates the control schema where it is missing.
 * @throws ReadModelRequestError when the server is too old, or the database is unsuitable for a ledger.
 */
export async function prepareControl(client: pg.ClientBase, { schema, server, database }: Place): Promise<void> {
  const { rows } = await client.query<{
    version: number;
    name: string;
    encoding: string;
    may: boolean;
    standby: boolean;
    readonly: boolean;
    path: string;
  }>(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name, " +
      "current_setting('server_encoding') AS encoding, " +
      "has_database_privilege(current_database(), 'CREATE') AS may, pg_is_in_recovery() AS standby, " +
      "current_setting('transaction_read_only')::bool AS readonly, current_setting('search_path') AS path",
  );
  const [found] = rows;
  if (!found) throw new Error('PostgreSQL did not say what it is.');
  const request = (sentence: string) => new ReadModelRequestError(`${sentence} (LEDGER_READ_MODEL).`);
  if (found.path !== schema) throw request(pooled(server));
  if (found.version < OLDEST)
    throw request(`PostgreSQL at ${server} is version ${found.name}, and a read model needs 13 or later`);
  if (found.encoding !== 'UTF8')
    throw request(`Database ${database} of PostgreSQL at ${server} is kept in ${found.encoding}, and must be in UTF8`);
  if (found.standby) throw request(`PostgreSQL at ${server} is a standby that takes no writes: name the primary`);
  if (found.readonly)
    throw request(
      `Database ${database} of PostgreSQL at ${server} takes no writes from this user (default_transaction_read_only=on): ALTER DATABASE ${database} SET default_transaction_read_only = off, likewise a setting of the role, or name another database`,
    );
  if (!found.may)
    throw request(
      `The user may not create schemas in database ${database} of PostgreSQL at ${server}: GRANT CREATE ON DATABASE ${database}`,
    );
  await client.query('BEGIN');
  await lockControl(client, schema);
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await client.query(TABLES);
  await client.query('COMMIT');
}

/** A pooler between the ledger and the server does not pass session settings on. */
export const pooled = (server: string): string =>
  `What answers at ${server} does not pass the settings of a session on to PostgreSQL, as a pooler such as PgBouncer does not: name the server itself, the ledger pools its connections`;

const LOCK = "hashtextextended('plant-ledger ' || $1, 0)";

/** Until the end of the transaction, only one process creates or drops schemas of this read model. */
export async function lockControl(client: pg.ClientBase, schema: string): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`, [schema]);
}

/** The same for `work` of several transactions. When it fails the connection is closed, which releases the lock. */
export function withControl<T>(pool: pg.Pool, schema: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  return withConnection(pool, async (client) => {
    await client.query(`SELECT pg_advisory_lock(${LOCK})`, [schema]);
    const result = await work(client);
    await client.query(`SELECT pg_advisory_unlock(${LOCK})`, [schema]);
    return result;
  });
}
