import { join } from 'node:path';
import { copyFile } from 'node:fs/promises';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { followPointer } from '../../generations/follow-pointer.js';
import { rebuild, RebuildUnderWayError } from '../../generations/rebuild.js';
import { NoFormerGenerationError, rollBack } from '../../generations/roll-back.js';
import { createProjector } from '../../projector/projector.js';
import { history } from '../../testing/history.js';
import { append, dump, inFolder, projectUntil } from '../../testing/project.js';
import { longHistory } from '../../testing/random-history.js';
import { TABLES } from '../../projections/tables.js';
import { ReadModelNotBuiltError, type ReadModel } from '../read-model.js';
import type { Progress } from '../rows.js';
import type { WithPlace } from './test-place.js';

interface Scene {
  readonly store: EventStore;
  /** Projected to the head of the log. */
  readonly readModel: ReadModel;
  readonly path: string;
}

export function describeRebuilding(withPlace: WithPlace): void {
  const withScene = (test: (scene: Scene) => Promise<void>) =>
    withPlace((place) =>
      inFolder(async (path) => {
        const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
        await append(store, longHistory().told);
        const readModel = await followPointer(await place.open());
        try {
          await projectUntil(store, readModel);
          await test({ store, readModel, path });
        } finally {
          await readModel.close();
          await store.close();
        }
      }),
    );

  /** Writes as one who claims the live generation by hand. */
  const tamper = async (
    { pointer, storage }: ReadModel,
    rows: Parameters<ReturnType<typeof pointer.live>['rows']['write']>[0],
    change: Partial<Progress> = {},
  ) => {
    const generation = pointer.live();
    const progress = await generation.rows.progress();
    const lease = await storage.takeLease('projector', 'by hand', 60_000);
    if (!lease) throw new Error('a projector holds the lease');
    const { epoch } = lease;
    await generation.rows.claim(epoch);
    await generation.rows.write(rows, { position: progress.position, epoch }, { ...progress, ...change });
    await storage.releaseLease(lease);
  };
  const oneMore = [{ table: TABLES.stock, rows: [['bj-1', 'm0', 'stock', 1]] }];
  const states = async ({ storage }: ReadModel) => (await storage.generations()).map(({ state }) => state);

  describe('a rebuild', () => {
    test(
      'of the same code makes the same rows, is switched to, and keeps the former one for one step back',
      withScene(async ({ store, readModel }) => {
        const { storage, pointer } = readModel;
        const before = await readModel.read(dump);
        const [first, head] = [readModel.generation, await store.head()];
        const outcome = await rebuild({ storage, store, batch: 50 });
        expect(outcome).toMatchObject({ kind: 'switched', former: first, position: head, differing: [] });
        await pointer.look();
        const second = readModel.generation;
        expect(second).not.toBe(first);
        expect(await readModel.read(dump)).toEqual(before);
        expect(await rollBack(storage, store)).toEqual({ generation: first, former: second, position: head });
        await pointer.look();
        expect(readModel.generation).toBe(first);
        await rebuild({ storage, store });
        expect(await states(readModel)).toEqual(['former', 'live']);
      }),
    );

    test(
      'of the same code that makes other rows is not switched to and names the tables, until that is accepted',
      withScene(async ({ store, readModel }) => {
        const { storage, generation } = readModel;
        await tamper(readModel, oneMore);
        const altered = await readModel.read(dump);
        const refused = await rebuild({ storage, store });
        expect(refused).toMatchObject({ kind: 'differs', differing: ['stock'] });
        await readModel.pointer.look();
        expect(readModel.generation).toBe(generation);
        const accepted = await rebuild({ storage, store, accept: true });
        expect(accepted).toMatchObject({
          kind: 'switched',
          differing: ['stock'],
          generation: 'generation' in refused && refused.generation,
        });
        await readModel.pointer.look();
        expect(await readModel.read(dump)).not.toEqual(altered);
      }),
    );

    test(
      'of other code says which tables differ and is switched to',
      withScene(async ({ store, readModel }) => {
        const { storage } = readModel;
        await tamper(readModel, oneMore, { codeVersion: 0 });
        expect(await rebuild({ storage, store })).toMatchObject({ kind: 'switched', differing: ['stock'] });
        await expect(rollBack(storage, store)).rejects.toThrow(NoFormerGenerationError);
      }),
    );

    test(
      'that is cancelled goes on in the same generation next time, unless it is to begin again',
      withScene(async ({ store, readModel }) => {
        const { storage } = readModel;
        const cancel = async (restart: boolean) => {
          const cancelling = new AbortController();
          const progress = () => cancelling.abort();
          const outcome = await rebuild({ storage, store, signal: cancelling.signal, progress, batch: 60, restart });
          if (outcome.kind !== 'cancelled') throw new Error(outcome.kind);
          return outcome;
        };
        const [first, second] = [await cancel(false), await cancel(false)];
        expect(second.generation).toBe(first.generation);
        expect([first.position, second.position]).toEqual([60n, 120n]);
        const again = await cancel(true);
        expect(again).toMatchObject({ position: 60n });
        expect(again.generation).not.toBe(first.generation);
        expect(await states(readModel)).toEqual(['live', 'building']);
        expect(await rebuild({ storage, store })).toMatchObject({ generation: again.generation, differing: [] });
      }),
    );

    test(
      'is one at a time',
      withScene(async ({ store, readModel }) => {
        const { storage } = readModel;
        const both = await Promise.allSettled([20, 21].map((batch) => rebuild({ storage, store, batch })));
        const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
        const [done] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
        expect(refused).toBeInstanceOf(RebuildUnderWayError);
        expect(done).toMatchObject({ kind: 'switched' });
      }),
    );

    test(
      'whose lease was taken over switches nothing and writes nothing more',
      withScene(async ({ store, readModel }) => {
        const { storage, generation } = readModel;
        let taken: Promise<unknown> | undefined;
        const terms = { expiry: 1, renewal: 60_000 };
        const progress = () => {
          // As another process does, once the lease has expired.
          taken ??= storage.takeLease('rebuild', 'other', 60_000).then(async (lease) => {
            const building = (await storage.generations()).find(({ state }) => state === 'building');
            const other = await storage.open(building?.name ?? '');
            if (lease) await other.rows.claim(lease.epoch);
            await other.close();
          });
        };
        const first = rebuild({ storage, store, batch: 20, terms, progress });
        await expect(first).rejects.toThrow(/taken over|claimed|has written/);
        await taken;
        await readModel.pointer.look();
        expect(readModel.generation).toBe(generation);
      }),
    );

    test(
      'stops at an event of an unknown type, and the live one goes on being read',
      withScene(async ({ store, readModel }) => {
        const { storage, generation } = readModel;
        await append(store, [...longHistory().told, strange()], longHistory().told.length);
        // As far as code that knew the event would have come.
        await tamper(readModel, [], {
          position: await store.head(),
          through: await store.head(),
          codeVersion: 0,
          chain: { link: 'x', former: 'x', last: undefined },
        });
        expect(await rebuild({ storage, store })).toMatchObject({
          kind: 'stopped',
          stopped: { type: 'UnitRepainted', position: await store.head() },
        });
        await readModel.pointer.look();
        expect(readModel.generation).toBe(generation);
      }),
    );
  });

  describe('a log that is not the one the read model was made of', () => {
    const swapped = (test: (scene: Scene, other: EventStore) => Promise<void>, told = history('UTC', OTHER)) =>
      withScene(async (scene) => {
        const other = await openEventStore(`sqlite:${join(scene.path, 'other.db')}`);
        await append(other, told.told);
        await test(scene, other).finally(() => other.close());
      });

    test(
      'but another ledger’s: no figure is answered until a new generation is filled, and then the right ones',
      swapped(async ({ readModel }, other) => {
        const warnings: string[] = [];
        let whileFilling: unknown;
        const logger = {
          log: () => undefined,
          warn: (text: string) => void warnings.push(text),
          error: () => undefined,
        };
        await projectUntil(other, readModel, {
          logger,
          async rebuild({ signal, progress }) {
            whileFilling = await readModel.read(dump).catch((error: unknown) => error);
            return rebuild({ storage: readModel.storage, store: other, signal, progress });
          },
        });
        expect(whileFilling).toBeInstanceOf(ReadModelNotBuiltError);
        expect(String(whileFilling)).toContain(`this is ledger ${OTHER}`);
        expect(warnings).toEqual([expect.stringContaining('no figures are shown')]);
        expect(await readModel.read(({ position }) => Promise.resolve(position))).toBe(await other.head());
      }),
    );

    test(
      'but an older copy of it: figures beyond its end are not shown, and it is counted again',
      swapped(async ({ readModel }, older) => {
        const status = await projectUntil(older, readModel);
        expect(status).toMatchObject({ position: await older.head(), caughtUp: true });
        expect(await readModel.read(dump)).toMatchObject({ unit: [] });
      }, history('Pacific/Auckland')),
    );

    test(
      'but an older copy of it that has gone on past the end of the read model: that is noticed by its last event',
      withScene(async ({ readModel, path, store }) => {
        await store.close();
        await copyFile(join(path, 'log.db'), join(path, 'older.db'));
        const older = await openEventStore(`sqlite:${join(path, 'older.db')}`);
        const { told } = longHistory();
        const newer = history('Pacific/Auckland');
        // Both went on from the same log, each in its own way; the read model knows the one, and gets the other.
        await append(older, [...told, ...seen(newer, 'one')], told.length);
        await projectUntil(older, readModel);
        await older.close();
        await copyFile(join(path, 'log.db'), join(path, 'backup.db'));
        const backup = await openEventStore(`sqlite:${join(path, 'backup.db')}`);
        await append(backup, [...told, ...seen(newer, 'other'), ...seen(newer, 'third')], told.length);
        const warnings: string[] = [];
        const logger = {
          log: () => undefined,
          warn: (text: string) => void warnings.push(text),
          error: () => undefined,
        };
        await projectUntil(backup, readModel, { logger });
        expect(warnings).toEqual([expect.stringContaining('older copy of the log')]);
        const projector = createProjector({ store: backup, readModel });
        expect(projector.status().withheld).toBeUndefined();
        expect((await readModel.read(dump)).site).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ site: 's-other' }),
            expect.objectContaining({ site: 's-third' }),
          ]),
        );
        await backup.close();
      }),
    );
  });
}

const OTHER = '00000000-0000-4000-8000-000000000001';

function seen(told: ReturnType<typeof history>, name: string) {
  const before = told.told.length;
  told.tell('SiteOpened', '2024-05-01T00:00:00Z', { site: `s-${name}`, kind: 'sales', city: name });
  return told.told.slice(before);
}

function strange() {
  const times = { occurredAt: '2024-04-01T00:00:00.000Z', recordedAt: '2024-12-02T00:00:00.000Z' };
  const eventId = crypto.randomUUID();
  const event = {
    id: eventId,
    type: 'UnitRepainted',
    data: { vin: 'x' },
    metadata: { version: 1, eventId, source: 'test', id: 'x', ...times, hash: '0' },
  };
  return { stream: 'unit-x', event, eventId };
}
