import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { sharedPostgres } from './shared-server.js';

/** A database of the test's own, on a server that sorts text as people do, which the ledger must not. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function newTestDatabase(server?: string): Promise<TestDatabase> {
  const admin = server ?? (await sharedPostgres());
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(admin, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' ${await linguistic(admin)}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await execute(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** For a whole file of tests. */
export function testDatabase(): { url: string } {
  const database = { url: '' };
  let made: TestDatabase | undefined;
  beforeAll(async () => {
    made = await newTestDatabase();
    database.url = made.url;
  });
  afterAll(() => made?.drop());
  return database;
}

/** Runs one statement as a client of its own, and answers its rows. */
export async function execute(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** From PostgreSQL 15 on, where it was built with ICU. */
async function linguistic(admin: string): Promise<string> {
  const found = await execute(
    admin,
    "SELECT 1 FROM pg_collation WHERE collprovider = 'i' AND current_setting('server_version_num')::int >= 150000 LIMIT 1",
  );
  return found.length > 0 ? "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'" : '';
}
