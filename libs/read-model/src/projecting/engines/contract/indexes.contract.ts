import { ENTITIES } from '../../../assembled/entities.js';
import { schemaOf } from '../../../testing/schema.js';
import type { RebuildProgress } from '../../generations/fill.js';
import { rebuild } from '../../generations/rebuild.js';
import { CheckpointMovedError } from '../../storage/rows.js';
import { scenes, type Scene } from './scene.fixture.js';
import type { WithPlace } from './test-place.js';

const going = new AbortController().signal;

export function describeIndexes(withPlace: WithPlace): void {
  const withScene = scenes(withPlace);

  const rebuildUntil = async ({ store, readModel: { storage } }: Scene, stage: RebuildProgress['stage']) => {
    const cancelling = new AbortController();
    const progress = (reported: RebuildProgress) => {
      if (reported.stage === stage) cancelling.abort();
    };
    const outcome = await rebuild({ storage, store, signal: cancelling.signal, progress, batch: 60 });
    if (outcome.kind !== 'cancelled') throw new Error(outcome.kind);
    return outcome.generation;
  };
  const declared = ({ readModel }: Scene) =>
    readModel.read(({ manager: { dataSource } }) =>
      Promise.resolve(ENTITIES.flatMap((entity) => dataSource.getMetadata(entity).indices.map(({ name }) => name))),
    );
  const without = (schema: readonly { name: string }[], names: readonly string[]) =>
    schema.filter(({ name }) => !names.includes(name));

  describe('indexes', () => {
    test(
      'are not there while a generation is filled, and all there when it is switched to, wherever it was cut off',
      withScene(async (scene) => {
        const { store, readModel } = scene;
        const { storage } = readModel;
        const made = await schemaOf(storage, readModel.generation);
        const names = await declared(scene);
        expect(made.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
        const filling = await rebuildUntil(scene, 'filling');
        expect(await schemaOf(storage, filling)).toEqual(without(made, names));
        expect(await rebuildUntil(scene, 'indexing')).toBe(filling);
        expect(await schemaOf(storage, filling)).toEqual(without(made, names));
        expect(await rebuildUntil(scene, 'comparing')).toBe(filling);
        expect(await schemaOf(storage, filling)).toEqual(made);
        expect(await rebuild({ storage, store })).toMatchObject({ kind: 'switched', generation: filling });
        expect(await schemaOf(storage, filling)).toEqual(made);
      }),
    );

    test(
      'that a killed rebuild has made in part are completed by the next',
      withScene(async (scene) => {
        const { store, readModel } = scene;
        const { storage } = readModel;
        const made = await schemaOf(storage, readModel.generation);
        const name = await rebuildUntil(scene, 'indexing');
        const generation = await storage.open(name);
        const { epoch } = await generation.rows.progress();
        const soon = new AbortController().signal;
        let looks = 0;
        Object.defineProperty(soon, 'aborted', { get: () => (looks += 1) > 4 });
        await generation.indexes.make(epoch, soon);
        await generation.close();
        const partly = await schemaOf(storage, name);
        expect(partly.length).toBeLessThan(made.length);
        expect(partly.length).toBeGreaterThan(without(made, await declared(scene)).length);
        await rebuild({ storage, store });
        expect(await schemaOf(storage, name)).toEqual(made);
      }),
    );

    test(
      'are neither dropped nor made by one whose generation was claimed by another',
      withScene(async ({ readModel }) => {
        const { storage } = readModel;
        const { name } = await storage.create(1);
        const made = await schemaOf(storage, name);
        const generation = await storage.open(name);
        await generation.rows.claim(7);
        await expect(generation.indexes.drop(6)).rejects.toThrow(CheckpointMovedError);
        expect(await schemaOf(storage, name)).toEqual(made);
        await generation.indexes.drop(7);
        await generation.rows.claim(8);
        await expect(generation.indexes.make(7, going)).rejects.toThrow(CheckpointMovedError);
        await generation.indexes.make(8, going);
        await generation.indexes.make(8, going);
        await generation.close();
        expect(await schemaOf(storage, name)).toEqual(made);
      }),
    );
  });
}
