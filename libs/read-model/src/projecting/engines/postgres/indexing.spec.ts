import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { execute, testDatabase } from '../../../testing/postgres/test-database.js';
import { schemaOf } from '../../../testing/schema.js';
import { openPostgresStorage } from './open-postgres-storage.js';

const database = testDatabase();

test('an index under way is cancelled on the server, and leaves nothing behind', async () => {
  const storage = await openPostgresStorage(`${database.url}?schema=indexing`);
  const { name } = await storage.create(1);
  const made = await schemaOf(storage, name);
  const generation = await storage.open(name);
  await generation.rows.claim(1);
  await generation.indexes.drop(1);
  // What is written to a table keeps its index waiting.
  const other = new pg.Client(database.url);
  await other.connect();
  await other.query(`BEGIN; LOCK TABLE indexing_${name}.transfer IN ROW EXCLUSIVE MODE`);
  const cancelling = new AbortController();
  const making = generation.indexes.make(1, cancelling.signal);
  const waiting =
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE 'CREATE INDEX%'";
  // Not within the transaction, which would see one moment again and again.
  while ((await execute(database.url, waiting)).length === 0) await delay(20);
  cancelling.abort();
  await making;
  const names = (await schemaOf(storage, name)).map((one) => one.name);
  expect(names.filter((one) => one.startsWith('transfer_by'))).toEqual([]);
  await other.query('ROLLBACK');
  await other.end();
  await generation.indexes.make(1, new AbortController().signal);
  expect(await schemaOf(storage, name)).toEqual(made);
  await generation.close();
  await storage.close();
});
