import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { join } from 'node:path';
import { Client } from 'pg';
import { testDatabase } from '../../testing/postgres/test-database.js';
import { append, inFolder, projectUntil } from '../../testing/project.js';
import { longHistory } from '../../testing/random-history.js';
import { openReadModel, openReadModelStorage } from '../open.js';
import { verify } from './verify.js';

const database = testDatabase();
const { signal } = new AbortController();

async function verified(store: EventStore) {
  const storage = await openReadModelStorage(database.url);
  try {
    return await verify({ store, storage, signal });
  } finally {
    await storage.close();
  }
}

test('a read model in PostgreSQL is verified as one in SQLite is, and a row altered by hand is named', async () =>
  inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    await append(store, longHistory().events);
    const readModel = await openReadModel(database.url);
    await projectUntil(store, readModel);
    await readModel.close();
    expect((await verified(store)).findings).toEqual([]);

    const client = new Client(database.url);
    await client.connect();
    const { rows } = await client.query<{ schema: string }>(
      "SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'unit'",
    );
    await client.query(`UPDATE ${rows[0]?.schema ?? ''}.unit SET line = 'l-9'`);
    await client.end();
    const { findings } = await verified(store);
    await store.close();
    expect(findings.map(({ check }) => check)).toEqual(['read-model']);
    expect(findings[0]?.sentence).toMatch(/^Table unit of the read model differs .* line is l-9, and the log gives /);
  }));
