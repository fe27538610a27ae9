import { append, dump } from '../../../testing/project.js';
import { longHistory } from '../../../testing/random-history.js';
import { rebuild, RebuildUnderWayError } from '../../generations/rebuild.js';
import { NoFormerGenerationError, rollBack } from '../../generations/roll-back.js';
import { Stock } from '../../../books/books.entities.js';
import { rowsOf } from '../../projection/tables.js';
import type { ReadModel } from '../../storage/read-model.js';
import type { Progress } from '../../storage/rows.js';
import { scenes } from './scene.fixture.js';
import type { WithPlace } from './test-place.js';

export function describeRebuilding(withPlace: WithPlace): void {
  const withScene = scenes(withPlace);

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
  const oneMore = [rowsOf(Stock, [{ plant: 'bj-1', model: 'm0', account: 'stock', units: 1 }])];
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
        await append(store, [...longHistory().events, strange()], longHistory().events.length);
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
