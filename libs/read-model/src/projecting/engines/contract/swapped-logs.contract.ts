import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { history } from '../../../testing/history.js';
import { append, dump, projectUntil } from '../../../testing/project.js';
import { longHistory } from '../../../testing/random-history.js';
import { rebuild } from '../../generations/rebuild.js';
import { createProjector } from '../../projector/projector.js';
import { ReadModelNotBuiltError } from '../../storage/read-model.js';
import { scenes, type Scene } from './scene.fixture.js';
import type { WithPlace } from './test-place.js';

const OTHER = '00000000-0000-4000-8000-000000000001';

export function describeSwappedLogs(withPlace: WithPlace): void {
  const withScene = scenes(withPlace);

  describe('a log that is not the one the read model was made of', () => {
    const swapped = (test: (scene: Scene, other: EventStore) => Promise<void>, reported = history('UTC', OTHER)) =>
      withScene(async (scene) => {
        const other = await openEventStore(`sqlite:${join(scene.path, 'other.db')}`);
        await append(other, reported.events);
        await test(scene, other).finally(() => other.close());
      });

    test(
      'but another ledger’s: no figure is answered until a new generation is filled, and then the right ones',
      swapped(async ({ readModel }, other) => {
        const { warnings, logger } = noted();
        let whileFilling: unknown;
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
        const numbers = { ranges: [[1, 9] as const], truncated: false };
        await readModel.storage.addSourceCounts([
          { source: 'test', duplicates: 1, numbers, firstHeardAt: 1, lastHeardAt: 1 },
        ]);
        const status = await projectUntil(older, readModel);
        // Counts of the lost events must not hide that they are missing.
        expect((await readModel.storage.sourceCounts({ limit: 10 })).counts).toEqual([]);
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
        const { events: reported } = longHistory();
        const newer = history('Pacific/Auckland');
        // Both continued from the same log, each in its own way; the read model knows the one, and gets the other.
        await append(older, [...reported, ...seen(newer, 'one')], reported.length);
        await projectUntil(older, readModel);
        await older.close();
        await copyFile(join(path, 'log.db'), join(path, 'backup.db'));
        const backup = await openEventStore(`sqlite:${join(path, 'backup.db')}`);
        await append(backup, [...reported, ...seen(newer, 'other'), ...seen(newer, 'third')], reported.length);
        const { warnings, logger } = noted();
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

function noted() {
  const warnings: string[] = [];
  const warn = (text: string) => void warnings.push(text);
  return { warnings, logger: { log: () => undefined, warn, error: () => undefined } };
}

function seen(reported: ReturnType<typeof history>, name: string) {
  const before = reported.events.length;
  reported.report('SiteOpened', '2024-05-01T00:00:00Z', { site: `s-${name}`, kind: 'sales', city: name });
  return reported.events.slice(before);
}
