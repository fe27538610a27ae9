import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { join } from 'node:path';
import { openReadModel } from '../projecting/open.js';
import type { ReadModel } from '../projecting/storage/read-model.js';
import type { Reported } from './history.js';
import { append, inFolder, projectUntil } from './project.js';

/** Runs a test with a log of what was told and a read model (default: on SQLite) that has followed it to its end. */
export async function followed<T>(
  reported: readonly Reported[],
  test: (readModel: ReadModel, store: EventStore) => Promise<T>,
  readModelUrl?: string,
): Promise<T> {
  return inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    const readModel = await openReadModel(readModelUrl ?? `sqlite:${join(path, 'read-model')}`);
    try {
      await append(store, reported);
      await projectUntil(store, readModel);
      return await test(readModel, store);
    } finally {
      await readModel.close();
      await store.close();
    }
  });
}
