import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { execute, testDatabase } from '../../../testing/postgres/test-database.js';
import { openPostgresStorage } from './open-postgres-storage.js';

const database = testDatabase();

/** Why a read model could not be opened there. */
async function refusal(url: string): Promise<Error> {
  try {
    await (await openPostgresStorage(url)).close();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was opened');
}

function changed(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

describe('a read model that cannot be opened says why in one sentence', () => {
  it('when nothing listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const error = await refusal(changed((url) => (url.port = String(port))));
    expect(error).toMatchObject({ name: 'ReadModelUnavailableError' });
    expect(error.message).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+ cannot be reached \(.*ECONNREFUSED.*\): start it/);
  });

  it('when there is no such host', async () => {
    const error = await refusal('postgres://ledger@db.invalid/ledger');
    expect(error.message).toMatch(/^PostgreSQL at db\.invalid:5432 cannot be reached/);
  });

  it('when the password is wrong, without telling it', async () => {
    const error = await refusal(changed((url) => (url.password = 's3cret')));
    expect(error).toMatchObject({ name: 'ReadModelRequestError' });
    expect(error.message).toMatch(/refuses the password of user /);
    expect(String(error.stack)).not.toContain('s3cret');
  });

  it('when there is no password', async () => {
    expect((await refusal(changed((url) => (url.password = '')))).message).toMatch(/password/);
  });

  it('when there is no such database', async () => {
    const error = await refusal(changed((url) => (url.pathname = '/nowhere')));
    expect(error).toMatchObject({ name: 'ReadModelRequestError' });
    expect(error.message).toMatch(/has no database nowhere: create it/);
  });

  it('when the user may not make schemas', async () => {
    const name = `guest_${process.pid}`;
    await execute(database.url, `CREATE ROLE ${name} LOGIN PASSWORD 'guest'`);
    try {
      const error = await refusal(changed((url) => Object.assign(url, { username: name, password: 'guest' })));
      expect(error).toMatchObject({ name: 'ReadModelRequestError' });
      expect(error.message).toMatch(/may not create schemas in database test_\w+ .*GRANT CREATE/);
    } finally {
      await execute(database.url, `DROP ROLE ${name}`);
    }
  });

  it('when the database is not in UTF-8', async () => {
    const name = `latin_${process.pid}`;
    await execute(database.url, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'`);
    try {
      expect((await refusal(changed((url) => (url.pathname = `/${name}`)))).message).toMatch(/LATIN1.*UTF8/);
    } finally {
      await execute(database.url, `DROP DATABASE ${name}`);
    }
  });
});

test('ledgers that share a database do not see each other’s generations', async () => {
  const north = await openPostgresStorage(`${database.url}?schema=north`);
  const south = await openPostgresStorage(`${database.url}?schema=south`);
  await north.create(1);
  expect(await south.generations()).toEqual([]);
  // One that begins with the other's name neither.
  const northern = await openPostgresStorage(`${database.url}?schema=north_1`);
  await northern.create(1);
  await north.create(1);
  expect((await north.generations()).map(({ name }) => name)).toEqual(['1', '2']);
  expect((await northern.generations()).map(({ name }) => name)).toEqual(['1']);
  for (const storage of [north, south, northern]) await storage.close();
});

test('what a process killed while making a generation left behind is taken away by the next', async () => {
  const storage = await openPostgresStorage(`${database.url}?schema=killed`);
  await execute(database.url, 'CREATE SCHEMA killed_7');
  await storage.create(1);
  const left = await execute(database.url, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'killed%' ORDER BY 1");
  expect(left.map(({ nspname }) => nspname)).toEqual(['killed', 'killed_1']);
  await storage.close();
});

test('many processes may open a new database at once', async () => {
  const storages = await Promise.all(
    Array.from({ length: 5 }, () => openPostgresStorage(`${database.url}?schema=many`)),
  );
  const made = await Promise.all(storages.map((storage) => storage.create(1)));
  expect(new Set(made.map(({ name }) => name)).size).toBe(5);
  for (const storage of storages) await storage.close();
});
