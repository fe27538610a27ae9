import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openEventStore } from '@plant-ledger/event-store';
import { MonthlyTotal, TransferRow } from '../../../books/books.entities.js';
import { history, vin } from '../../../testing/history.js';
import { append, inFolder } from '../../../testing/project.js';
import { followPointer } from '../../generations/follow-pointer.js';
import { rebuild } from '../../generations/rebuild.js';
import { createProjector } from '../../projector/projector.js';
import type { ReadModel } from '../../storage/read-model.js';
import type { WithPlace } from './test-place.js';

const REBUILDS = 10;
const PATIENCE = 120_000;

export function describeSwitching(withPlace: WithPlace): void {
  test(
    `who reads all the time through ${REBUILDS} rebuilds never gets an error, an empty answer, or one from half a read model`,
    withPlace((place) =>
      inFolder(async (path) => {
        const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
        const reported = history();
        const plant = { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
        reported.report('PlantRegistered', '2024-01-01T00:00:00Z', plant);
        let units = 0;
        const produce = async (count: number) => {
          const from = reported.events.length;
          for (let made = 0; made < count; made += 1)
            reported.decide('UnitProduced', '2024-04-01T00:00:00Z', {
              vin: vin((units += 1)),
              plant: 'bj-1',
              line: 'l1',
              model: 'm',
            });
          await append(store, reported.events, units === count ? 0 : from);
        };
        await produce(400);
        // One in the process that projects, one as in another process.
        const readModels = [await followPointer(await place.open()), await followPointer(await place.open())];
        const [readModel] = readModels;
        if (!readModel) throw new Error('none');
        const projector = createProjector({ store, readModel });
        const stopping = new AbortController();
        const running = projector.run(stopping.signal);
        const over = new AbortController();
        try {
          expect(await projector.waitFor(await store.head(), PATIENCE)).toBe(true);
          const reading = readModels.map((each) => readAllTheTime(each, over.signal));
          const storage = await place.open();
          for (let round = 0; round < REBUILDS; round += 1) {
            const rebuilding = rebuild({ storage, store, batch: 50 });
            await produce(20);
            expect(await rebuilding).toMatchObject({ kind: 'switched', differing: [] });
            expect(await projector.waitFor(await store.head(), 10_000)).toBe(true);
          }
          for (const each of readModels) await each.pointer.look();
          await delay(50);
          over.abort();
          for (const { generations, reads } of await Promise.all(reading)) {
            expect(reads).toBeGreaterThan(REBUILDS);
            expect(generations).toBeGreaterThan(2);
          }
          const live = (await storage.generations()).find(({ state }) => state === 'live');
          expect(readModels.map(({ generation }) => generation)).toEqual([live?.name, live?.name]);
          expect(await readModel.read(({ manager }) => manager.count(TransferRow))).toBe(units);
          await storage.close();
        } finally {
          over.abort();
          stopping.abort();
          await running;
          for (const each of readModels) await each.close();
          await store.close();
        }
      }),
    ),
    PATIENCE,
  );
}

/** Fails at the first answer that is empty, inconsistent in itself, or older than the one before. */
async function readAllTheTime(
  readModel: ReadModel,
  signal: AbortSignal,
): Promise<{ reads: number; generations: number }> {
  const generations = new Set<string>();
  let last = 0n;
  let reads = 0;
  while (!signal.aborted) {
    generations.add(readModel.generation);
    const { position, produced, transfers } = await readModel.read(async ({ manager, position }) => ({
      position,
      produced: await manager.sum(MonthlyTotal, 'produced'),
      transfers: await manager.count(TransferRow),
    }));
    // The opening and the plant come before the first unit; from there on every event is one unit.
    expect([Number(produced), transfers]).toEqual([Number(position) - 2, Number(position) - 2]);
    expect(position).toBeGreaterThanOrEqual(last);
    last = position;
    reads += 1;
    await new Promise(setImmediate);
  }
  return { reads, generations: generations.size };
}
