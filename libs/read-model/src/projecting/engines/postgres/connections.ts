import pg from 'pg';
import type { Place } from './connection-string.js';

export interface Settings {
  readonly max: number;
  readonly session: Readonly<Record<string, string>>;
  /** Milliseconds after which a statement fails: a server that has vanished sends no answer. */
  readonly answerWithin: number;
  /** Statements are sent without waiting for the answers to those before. */
  readonly pipeline?: boolean;
}

/** How long it may take to make a connection, or for one to become free, milliseconds. */
const CONNECT_WITHIN = 5_000;

/**
 * Settings that a database or a role may have changed (`ALTER DATABASE … SET`), and every statement here relies on: how
 * values are formatted and parsed, and that nothing but the ledger's own limits ends a statement.
 */
const PINNED = {
  client_encoding: 'UTF8',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  // Every digit of a number, so that a figure comes back as it was written.
  extra_float_digits: '1',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
};

export function connectionOptions({ url, options }: Place, { max, session, answerWithin, pipeline }: Settings) {
  // A setting that is named twice has its last value, so the connection string cannot override these.
  const set = Object.entries({ ...PINNED, ...session }).map(
    ([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`,
  );
  return {
    connectionString: url,
    options: [options, ...set].join(' ').trim(),
    application_name: 'plant-ledger',
    max,
    connectionTimeoutMillis: CONNECT_WITHIN,
    query_timeout: answerWithin,
    keepAlive: true,
    pipeline,
  };
}

/** A pool that survives the loss of its connections. */
export function openPool(place: Place, settings: Settings): pg.Pool {
  const pool = new pg.Pool(connectionOptions(place, settings));
  // A lost idle connection is replaced by the next one that is needed.
  pool.on('error', () => undefined);
  return pool;
}

/** Runs `work` on a connection; one on which something went wrong is not reused. */
export async function withConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  const breaks = () => (broken = true);
  // Without a listener, a connection lost between two statements would end the process.
  client.on('error', breaks);
  try {
    return await work(client);
  } catch (error) {
    broken = true;
    throw error;
  } finally {
    client.off('error', breaks);
    client.release(broken);
  }
}

/** All of `work`'s statements, or none when it throws. */
export function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return withConnection(pool, async (client) => {
    await client.query('BEGIN');
    try {
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
}

/** Works over one connection and closes it, even where connecting failed: a pool would leave it open on the server. */
export async function connectedOnce(
  place: Place,
  settings: Settings,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(connectionOptions(place, settings));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}
