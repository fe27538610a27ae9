import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { join } from 'node:path';
import { append, dump, inFolder, projectUntil } from '../../../testing/project.js';
import { longHistory } from '../../../testing/random-history.js';
import { followPointer } from '../../generations/follow-pointer.js';
import { rebuild } from '../../generations/rebuild.js';
import { NoFormerGenerationError, rollBack } from '../../generations/roll-back.js';
import { PROJECTION_VERSION } from '../../projection/projection.js';
import { ReadModelNotBuiltError } from '../../storage/read-model.js';
import { verify } from '../../verify/verify.js';
import type { TestPlace, WithPlace } from './test-place.js';

/** Tables of other versions of this ledger, which this one cannot read. */
const OTHERS = [
  {
    by: 'an older version',
    version: PROJECTION_VERSION - 1,
    inside: [
      'ALTER TABLE milestone DROP COLUMN reached_target',
      'ALTER TABLE month_closing DROP COLUMN rules',
      'ALTER TABLE published_total RENAME COLUMN figures TO position',
      'DROP TABLE milestone_reached',
    ],
    names: `of version ${PROJECTION_VERSION - 1} of the projections`,
  },
  {
    by: 'a newer version',
    version: PROJECTION_VERSION + 1,
    inside: [
      'ALTER TABLE checkpoint RENAME COLUMN chain TO last_link',
      'ALTER TABLE unit ADD COLUMN weight integer NOT NULL DEFAULT 0',
    ],
    names: `of version ${PROJECTION_VERSION + 1} of the projections`,
  },
  {
    by: 'code that calls itself the same version',
    version: PROJECTION_VERSION,
    inside: ['ALTER TABLE unit ADD COLUMN weight integer'],
    names: 'unit.weight is unknown',
  },
] as const;

interface Altered {
  readonly store: EventStore;
  readonly before: Record<string, unknown[]>;
}

export function describeOtherShapes(withPlace: WithPlace): void {
  describe.each(OTHERS)('a read model whose tables are those of $by', ({ version, inside, names }) => {
    const withAltered = (test: (altered: Altered, place: TestPlace) => Promise<void>) =>
      withPlace((place) =>
        inFolder(async (path) => {
          const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
          await append(store, longHistory().events);
          const readModel = await followPointer(await place.open());
          await projectUntil(store, readModel);
          const before = await readModel.read(dump);
          await readModel.close();
          await place.alter('1', {
            inside: [`UPDATE checkpoint SET code_version = ${version}`, ...inside],
            beside: [`UPDATE generation SET code_version = ${version}`],
          });
          await test({ store, before }, place);
          await store.close();
        }),
      );

    test(
      'is withheld from the start and made anew without being read',
      withAltered(async ({ store, before }, place) => {
        const readModel = await followPointer(await place.open());
        const { pointer } = readModel;
        expect(pointer.withheld()).toContain(names);
        expect(pointer.withheld()).toContain('figures are there once it is done');
        expect(pointer.damage()).toBeUndefined();
        await expect(readModel.read(dump)).rejects.toThrow(ReadModelNotBuiltError);
        const status = await projectUntil(store, readModel);
        expect(status).toMatchObject({ position: await store.head() });
        expect([status.failure, status.withheld, readModel.generation]).toEqual([undefined, undefined, '2']);
        expect(await readModel.read(dump)).toEqual(before);
        await expect(rollBack(readModel.storage, store)).rejects.toThrow(NoFormerGenerationError);
        await readModel.close();
      }),
    );

    test(
      'is made anew by a rebuild that needs nothing of it',
      withAltered(async ({ store, before }, place) => {
        const storage = await place.open();
        const outcome = await rebuild({ storage, store });
        expect(outcome).toMatchObject({ kind: 'switched', former: '1', generation: '2' });
        expect(outcome).not.toHaveProperty('differing', expect.anything());
        const readModel = await followPointer(storage);
        expect(await readModel.read(dump)).toEqual(before);
        await readModel.close();
      }),
    );

    test(
      'is said to be so by a verification, which looks at the log all the same',
      withAltered(async ({ store }, place) => {
        const storage = await place.open();
        const { signal } = new AbortController();
        const report = await verify({ store, storage, signal });
        expect(report.findings.map(({ check }) => check)).toEqual(['read-model']);
        expect(report.findings[0]?.sentence).toContain(names);
        expect(report.findings[0]?.sentence).toContain('"ledger rebuild"');
        expect(report.position).toBe(String(await store.head()));
        expect(Object.fromEntries(report.checks.map(({ check, ok }) => [check, ok]))).toEqual({
          log: true,
          chain: null,
          'read-model': false,
          books: null,
          months: true,
          ids: true,
        });
        await storage.close();
      }),
    );
  });
}
