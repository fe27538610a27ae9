import type { Lease, ReadModelStorage } from '../../storage/storage.js';
import { LeaseLostError } from '../../storage/storage.js';
import type { WithPlace } from './test-place.js';

const states = async (storage: ReadModelStorage): Promise<string[]> =>
  (await storage.generations()).map(({ name, state }) => `${name} ${state}`);

async function rebuildLease(storage: ReadModelStorage, holder = 'test'): Promise<Lease> {
  const lease = await storage.takeLease('rebuild', holder, 60_000);
  if (!lease) throw new Error('somebody else holds the lease');
  return lease;
}

export function describeGenerations(withPlace: WithPlace): void {
  describe('generations', () => {
    test(
      'are building, then live, then former, and their names are never given again',
      withPlace(async (place) => {
        const storage = await place.open();
        const lease = await rebuildLease(storage);
        expect(await storage.generations()).toEqual([]);
        const before = Date.now();
        const first = await storage.create(1);
        expect(first).toMatchObject({ state: 'building', codeVersion: 1 });
        expect(Math.abs(first.madeAt - before)).toBeLessThan(60_000);
        await storage.switchTo(first.name, lease);
        const second = await storage.create(2);
        expect(await states(storage)).toEqual([`${first.name} live`, `${second.name} building`]);
        await storage.switchTo(second.name, lease);
        expect(await states(storage)).toEqual([`${first.name} former`, `${second.name} live`]);
        await storage.switchTo(first.name, lease);
        expect(await states(storage)).toEqual([`${first.name} live`, `${second.name} former`]);
        await storage.drop(second.name);
        const third = await storage.create(3);
        expect([first.name, second.name]).not.toContain(third.name);
        expect((await storage.generations()).map(({ codeVersion }) => codeVersion)).toEqual([1, 3]);
        await storage.close();
      }),
    );

    test(
      'that are live cannot be dropped, and what is not there cannot be opened or switched to',
      withPlace(async (place) => {
        const storage = await place.open();
        const lease = await rebuildLease(storage);
        const { name } = await storage.create(1);
        await storage.switchTo(name, lease);
        await expect(storage.drop(name)).rejects.toThrow('live');
        await expect(storage.switchTo('77', lease)).rejects.toThrow('77');
        await expect(storage.open('77')).rejects.toThrow('77');
        await storage.drop('77');
        expect(await states(storage)).toEqual([`${name} live`]);
        await storage.close();
      }),
    );

    test(
      'are switched only by who holds the lease of the rebuild',
      withPlace(async (place) => {
        const storage = await place.open();
        const { name } = await storage.create(1);
        const lost = await rebuildLease(storage, 'one');
        await storage.releaseLease(lost);
        await expect(storage.switchTo(name, lost)).rejects.toThrow(LeaseLostError);
        await rebuildLease(storage, 'other');
        await expect(storage.switchTo(name, lost)).rejects.toThrow(LeaseLostError);
        expect(await states(storage)).toEqual([`${name} building`]);
        await storage.close();
      }),
    );

    test(
      'are seen alike by all who have the storage open, and stay when it is closed',
      withPlace(async (place) => {
        const [one, other] = [await place.open(), await place.open()];
        const { name } = await one.create(1);
        await one.switchTo(name, await rebuildLease(one));
        expect(await states(other)).toEqual([`${name} live`]);
        await one.close();
        const generation = await other.open(name);
        expect(await generation.rows.progress()).toMatchObject({ position: -1n, through: -1n, codeVersion: 1 });
        await generation.close();
        await other.close();
        const again = await place.open();
        expect(await states(again)).toEqual([`${name} live`]);
        await again.close();
      }),
    );

    test(
      'are independent of each other, also while both are open',
      withPlace(async (place) => {
        const storage = await place.open();
        const [first, second] = [await storage.create(1), await storage.create(1)];
        const [one, other] = [await storage.open(first.name), await storage.open(second.name)];
        await one.rows.write([], { position: -1n, epoch: 0 }, { ...(await one.rows.progress()), position: 4n });
        expect((await one.rows.progress()).position).toBe(4n);
        expect((await other.rows.progress()).position).toBe(-1n);
        expect(await other.read(({ position }) => Promise.resolve(position))).toBe(-1n);
        await one.close();
        await other.close();
        await storage.close();
      }),
    );
  });
}
