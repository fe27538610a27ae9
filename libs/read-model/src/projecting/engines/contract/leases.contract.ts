import { setTimeout as delay } from 'node:timers/promises';
import type { WithPlace } from './test-place.js';

const LONG = 60_000;
const SHORT = 150;

export function describeLeases(withPlace: WithPlace): void {
  describe('a lease', () => {
    test(
      'is one holder’s at a time, and each name has its own',
      withPlace(async (place) => {
        const [one, other] = [await place.open(), await place.open()];
        const lease = await one.takeLease('projector', 'one', LONG);
        expect(lease).toMatchObject({ name: 'projector', holder: 'one' });
        expect(await other.takeLease('projector', 'other', LONG)).toBeUndefined();
        expect(await other.takeLease('rebuild', 'other', LONG)).toMatchObject({ name: 'rebuild', holder: 'other' });
        expect(await one.takeLease('rebuild', 'one', LONG)).toBeUndefined();
        await one.close();
        await other.close();
      }),
    );

    test(
      'is taken anew by its holder, and every taking of either name has a higher epoch',
      withPlace(async (place) => {
        const storage = await place.open();
        const epochs: (number | undefined)[] = [];
        for (const name of ['projector', 'rebuild', 'projector', 'projector', 'rebuild'] as const)
          epochs.push((await storage.takeLease(name, 'one', LONG))?.epoch);
        expect(epochs.every((epoch, index) => (epoch ?? 0) > (epochs[index - 1] ?? 0))).toBe(true);
        await storage.close();
      }),
    );

    test(
      'is somebody else’s after it was given back, or has expired, and then it cannot be renewed',
      withPlace(async (place) => {
        const [one, other] = [await place.open(), await place.open()];
        const given = await one.takeLease('projector', 'one', LONG);
        if (!given) throw new Error('not taken');
        await one.releaseLease(given);
        const short = await other.takeLease('projector', 'other', SHORT);
        if (!short) throw new Error('not taken after it was given back');
        expect(await one.renewLease(given, LONG)).toBe(false);
        expect(await one.takeLease('projector', 'one', LONG)).toBeUndefined();
        await delay(2 * SHORT);
        const taken = await one.takeLease('projector', 'one', LONG);
        expect(taken?.epoch).toBeGreaterThan(short.epoch);
        expect(await other.renewLease(short, LONG)).toBe(false);
        await other.releaseLease(short);
        expect(await other.takeLease('projector', 'other', LONG)).toBeUndefined();
        await one.close();
        await other.close();
      }),
    );

    test(
      'lasts as long as it is renewed, and one that has expired and nobody took is its holder’s again',
      withPlace(async (place) => {
        const [one, other] = [await place.open(), await place.open()];
        const lease = await one.takeLease('projector', 'one', SHORT);
        if (!lease) throw new Error('not taken');
        for (let round = 0; round < 4; round += 1) {
          expect(await one.renewLease(lease, 4 * SHORT)).toBe(true);
          await delay(SHORT);
          expect(await other.takeLease('projector', 'other', LONG)).toBeUndefined();
        }
        expect(await one.renewLease(lease, 10)).toBe(true);
        await delay(50);
        expect(await one.renewLease(lease, LONG)).toBe(true);
        expect(await other.takeLease('projector', 'other', LONG)).toBeUndefined();
        await one.close();
        await other.close();
      }),
    );

    test(
      'that many ask for at once is given to one',
      withPlace(async (place) => {
        const storages = await Promise.all(Array.from({ length: 4 }, () => place.open()));
        const asked = storages.flatMap((storage, index) =>
          [1, 2, 3].map((attempt) => storage.takeLease('projector', `${index}-${attempt}`, LONG)),
        );
        expect((await Promise.all(asked)).filter((lease) => lease !== undefined)).toHaveLength(1);
        for (const storage of storages) await storage.close();
      }),
    );
  });
}
