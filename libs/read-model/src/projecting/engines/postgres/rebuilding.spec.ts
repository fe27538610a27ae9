import { join } from 'node:path';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { TransferRow } from '../../../books/books.entities.js';
import { execute, testDatabase } from '../../../testing/postgres/test-database.js';
import { append, inFolder, projectUntil } from '../../../testing/project.js';
import { longHistory } from '../../../testing/random-history.js';
import { followPointer } from '../../generations/follow-pointer.js';
import { rebuild } from '../../generations/rebuild.js';
import { rollBack } from '../../generations/roll-back.js';
import { openPostgresStorage } from './open-postgres-storage.js';

const database = testDatabase();
const REBUILDS = 6;

const withLog = (test: (store: EventStore) => Promise<void>) => () =>
  inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    try {
      await append(store, longHistory().events);
      await test(store);
    } finally {
      await store.close();
    }
  });

test(
  `readers on another connection never see an error, an empty or a half-built read model through ${REBUILDS} rebuilds`,
  withLog(async (store) => {
    const url = `${database.url}?schema=rebuilds`;
    const readModel = await followPointer(await openPostgresStorage(url));
    await projectUntil(store, readModel);
    const count = () => readModel.read(({ manager, position }) => countAt(manager, position));
    const whole = await count();
    expect(Number(whole.split(' ')[0])).toBeGreaterThan(20);

    const seen = new Set<string>();
    const generations = new Set<string>();
    const going = { on: true };
    const reading = (async () => {
      while (going.on) {
        const answers = await Promise.all(Array.from({ length: 4 }, count));
        for (const answer of answers) seen.add(answer);
        generations.add(readModel.generation);
      }
    })();
    const other = await openPostgresStorage(url);
    for (let round = 0; round < REBUILDS; round += 1) {
      expect(await rebuild({ storage: other, store, batch: 25 })).toMatchObject({ kind: 'switched', differing: [] });
      await readModel.pointer.look();
    }
    expect(await rollBack(other, store)).toMatchObject({ position: await store.head() });
    await readModel.pointer.look();
    await count();
    going.on = false;
    await reading;
    expect([...seen]).toEqual([whole]);
    expect(generations.size).toBeGreaterThan(2);
    expect((await other.generations()).map(({ state }) => state)).toEqual(['live', 'former']);
    await other.close();
    await readModel.close();
  }),
  120_000,
);

test(
  'what a rebuild has filled is known to the planner when it is switched to',
  withLog(async (store) => {
    const storage = await openPostgresStorage(`${database.url}?schema=planned`);
    const outcome = await rebuild({ storage, store });
    if (outcome.kind !== 'switched') throw new Error(outcome.kind);
    const [row] = await execute(
      database.url,
      `SELECT reltuples::int AS rows FROM pg_class WHERE oid = 'planned_${outcome.generation}.transfer'::regclass`,
    );
    expect(row?.rows).toBeGreaterThan(20);
    await storage.close();
  }),
);

async function countAt(
  manager: { count(entity: typeof TransferRow): Promise<number> },
  position: bigint,
): Promise<string> {
  return `${await manager.count(TransferRow)} transfers at ${position}`;
}
