import { join } from 'node:path';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import fc from 'fast-check';
import { testDatabase } from '../../../testing/postgres/test-database.js';
import { append, inFolder, projectUntil } from '../../../testing/project.js';
import { historyOf, sayings } from '../../../testing/random-history.js';
import { openReadModel } from '../../open.js';
import type { GenerationDigest } from '../../storage/digest.js';

const database = testDatabase();
const RUNS = 15;

async function digestOfProjecting(store: EventStore, url: string, events: number): Promise<GenerationDigest> {
  const readModel = await openReadModel(url);
  try {
    const { stopped } = await projectUntil(store, readModel, { limits: { events, units: 2 } });
    expect(stopped).toBeUndefined();
    return await readModel.pointer.live().digest();
  } finally {
    await readModel.close();
  }
}

test('any log gives the same digest on PostgreSQL as on SQLite', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(sayings, fc.integer({ min: 1, max: 40 }), (said, events) =>
      inFolder(async (path) => {
        const { events: reported } = historyOf(said);
        const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
        await append(store, reported);
        const onSqlite = await digestOfProjecting(store, `sqlite:${join(path, 'read-model')}`, 2_000);
        const onPostgres = await digestOfProjecting(store, `${database.url}?schema=run_${(run += 1)}`, events);
        await store.close();
        expect(onPostgres).toEqual(onSqlite);
        expect(onPostgres.position).toBe(BigInt(reported.length));
      }),
    ),
    { numRuns: RUNS },
  );
});
