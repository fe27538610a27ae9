import { join } from 'node:path';
import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { append, inFolder, projectUntil } from '../../../testing/project.js';
import { longHistory } from '../../../testing/random-history.js';
import { followPointer } from '../../generations/follow-pointer.js';
import type { ReadModel } from '../../storage/read-model.js';
import type { WithPlace } from './test-place.js';

export interface Scene {
  readonly store: EventStore;
  /** Projected to the head of the log. */
  readonly readModel: ReadModel;
  readonly path: string;
}

/** A read model over a log with a long history, both of the test's own. */
export function scenes(withPlace: WithPlace) {
  return (test: (scene: Scene) => Promise<void>) =>
    withPlace((place) =>
      inFolder(async (path) => {
        const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
        await append(store, longHistory().events);
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
}
