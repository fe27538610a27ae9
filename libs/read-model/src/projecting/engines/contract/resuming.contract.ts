import { join } from 'node:path';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import fc from 'fast-check';
import { append, inFolder, projectUntil } from '../../../testing/project.js';
import { longHistory } from '../../../testing/random-history.js';
import { followPointer } from '../../generations/follow-pointer.js';
import { rebuild } from '../../generations/rebuild.js';
import type { DigestByTable } from '../../storage/digest.js';
import type { ReadModelStorage } from '../../storage/storage.js';
import { openSqliteStorage } from '../sqlite/open-sqlite-storage.js';
import type { WithPlace } from './test-place.js';

const STOPS = 100;
const PATIENCE = 120_000;

export function describeResuming(withPlace: WithPlace): void {
  describe('stopping and resuming', () => {
    test(
      `the projector at ${STOPS} random points gives the digest of one that never stopped, on every database`,
      withPlace((place) =>
        withLog(async (store, head, expected) => {
          for (const { until, events } of stopsWithin(head)) {
            const readModel = await followPointer(await place.open());
            await projectUntil(store, readModel, { until, limits: { events, units: 3 } });
            await readModel.close();
          }
          const readModel = await followPointer(await place.open());
          await projectUntil(store, readModel);
          expect(await readModel.pointer.live().digest()).toEqual({ position: head, digests: expected });
          await readModel.close();
        }),
      ),
      PATIENCE,
    );

    test(
      'a rebuild wherever it was cut off gives the digest of one that never was',
      withPlace((place) =>
        withLog(async (store, head, expected) => {
          const storage = await place.open();
          const first = await followPointer(await place.open());
          await projectUntil(store, first);
          await first.close();
          let cuts = 0;
          for (let outcome = await cutOff(storage, store, 3); outcome === 'cancelled'; cuts += 1)
            outcome = await cutOff(storage, store, 1 + (cuts % 5));
          expect(cuts).toBeGreaterThan(10);
          const live = (await storage.generations()).find(({ state }) => state === 'live');
          const generation = await storage.open(live?.name ?? '');
          expect(await generation.digest()).toEqual({ position: head, digests: expected });
          await generation.close();
          await storage.close();
        }),
      ),
      PATIENCE,
    );
  });
}

/** Rebuilds until this many batches are written; returns the outcome, which must be no difference. */
async function cutOff(storage: ReadModelStorage, store: EventStore, batches: number): Promise<string> {
  const cut = new AbortController();
  let written = 0;
  const progress = () => {
    written += 1;
    if (written === batches) cut.abort();
  };
  const outcome = await rebuild({ storage, store, signal: cut.signal, batch: 5, progress });
  if (outcome.kind === 'switched') expect(outcome.differing).toEqual([]);
  return outcome.kind;
}

function stopsWithin(head: bigint): { readonly until: bigint; readonly events: number }[] {
  const point = fc.record({ until: fc.bigInt({ min: 1n, max: head }), events: fc.integer({ min: 1, max: 9 }) });
  return fc.sample(point, { numRuns: STOPS, seed: 3 }).toSorted((one, other) => Number(one.until - other.until));
}

/** A long history in a log, with the digest that SQLite computes for it in one pass. */
async function withLog(
  test: (store: EventStore, head: bigint, expected: DigestByTable) => Promise<void>,
): Promise<void> {
  await inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    await append(store, longHistory().events);
    const readModel = await followPointer(await openSqliteStorage(join(path, 'in-one-go')));
    await projectUntil(store, readModel);
    const { digests } = await readModel.pointer.live().digest();
    await readModel.close();
    await test(store, await store.head(), digests);
    await store.close();
  });
}
