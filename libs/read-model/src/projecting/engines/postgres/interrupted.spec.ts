import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { execute, testDatabase } from '../../../testing/postgres/test-database.js';
import { openPostgresStorage } from './open-postgres-storage.js';

const database = testDatabase();
const SCHEMAS = "SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'cut%' ORDER BY 1";
/** As the server sees it, a process that was killed and a line that was cut are one: the connections are gone. */
const CUT =
  'SELECT count(pg_terminate_backend(pid)) AS cut FROM pg_stat_activity ' +
  "WHERE application_name = 'plant-ledger' AND datname = current_database()";
const ROUNDS = 12;

test('a generation whose making is cut off at any moment stands in the way of none that comes after', async () => {
  const observer = new pg.Client(database.url);
  await observer.connect();
  const schemas = async () => (await observer.query<{ name: string }>(SCHEMAS)).rows.map(({ name }) => name);
  let halfMade = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const storage = await openPostgresStorage(`${database.url}?schema=cut`);
    const before = await schemas();
    const making = storage.create(1).then(
      () => 'made',
      () => 'cut off',
    );
    while ((await schemas()).every((name) => before.includes(name))) await delay(1);
    await delay(round * 5);
    await observer.query(CUT);
    if ((await making) === 'cut off') halfMade += 1;
    await storage.close();

    const next = await openPostgresStorage(`${database.url}?schema=cut`);
    const { name } = await next.create(1);
    const generation = await next.open(name);
    expect(await generation.rows.progress()).toMatchObject({ position: -1n });
    await generation.close();
    const known = (await next.generations()).map((each) => `cut_${each.name}`);
    expect(await schemas()).toEqual(['cut', ...known].toSorted());
    for (const each of await next.generations()) await next.drop(each.name);
    await next.close();
  }
  expect(halfMade).toBeGreaterThan(0);
  await observer.end();
}, 120_000);

test('a database that takes no writes is refused with what to do', async () => {
  const { name = '' } = (await execute(database.url, 'SELECT current_database() AS name'))[0] ?? {};
  await execute(database.url, `ALTER DATABASE ${String(name)} SET default_transaction_read_only = on`);
  try {
    await expect(openPostgresStorage(`${database.url}?schema=readonly`)).rejects.toMatchObject({
      name: 'ReadModelRequestError',
      message: expect.stringMatching(/takes no writes .*SET default_transaction_read_only = off/),
    });
  } finally {
    await execute(
      database.url,
      `START TRANSACTION READ WRITE; ALTER DATABASE ${String(name)} RESET default_transaction_read_only; COMMIT`,
    );
  }
});
