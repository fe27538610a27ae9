import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { openReadModelStorage, type ReadModelStorage } from '@plant-ledger/read-model';
import { readConfiguration, type Configuration } from '../../../api/src/config/configuration.js';

/** The configured log, which is only read: a running service may write it meanwhile. */
export async function withLog<T>(work: (store: EventStore, configuration: Configuration) => Promise<T>): Promise<T> {
  const configuration = readConfiguration(process.env);
  const { eventStore, streamPrefix } = configuration;
  const store = await openEventStore(eventStore, { prefix: streamPrefix, readOnly: true });
  try {
    return await work(store, configuration);
  } finally {
    await store.close();
  }
}

export interface Stores {
  readonly store: EventStore;
  readonly storage: ReadModelStorage;
  readonly configuration: Configuration;
}

/** The configured log, to be read, and the configured read model. */
export function withStores<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
  return withLog(async (store, configuration) => {
    const storage = await openReadModelStorage(configuration.readModel);
    try {
      return await work({ store, storage, configuration });
    } finally {
      await storage.close();
    }
  });
}
