import { readConfiguration, type Configuration } from '@plant-ledger/configuration';
import { LogDamagedError, openEventStore, type EventStore } from '@plant-ledger/event-store';
import {
  isUnreadable,
  openReadModelStorage,
  OtherShapeError,
  ReadModelDamagedError,
  type ReadModelStorage,
} from '@plant-ledger/read-model';
import { Failure, reasonOf } from '../failure.js';

/** Opens the configured log for reading only: a running service may write it meanwhile. */
export async function withLog<T>(work: (store: EventStore, configuration: Configuration) => Promise<T>): Promise<T> {
  const configuration = readConfiguration(process.env);
  const { eventStore, streamPrefix } = configuration;
  const store = await openEventStore(eventStore, { prefix: streamPrefix, readOnly: true });
  try {
    return await work(store, configuration);
  } catch (error) {
    // What cannot be interpreted in the log cannot have been written there.
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw new LogDamagedError(store.description, error.message, { cause: error });
    throw error;
  } finally {
    await store.close();
  }
}

export interface Stores {
  readonly store: EventStore;
  readonly storage: ReadModelStorage;
  readonly configuration: Configuration;
}

/** Opens the configured log for reading, and the configured read model; with `mend`, even when that is damaged. */
export function withStores<T>(work: (stores: Stores) => Promise<T>, { mend = false } = {}): Promise<T> {
  return withLog(async (store, configuration) => {
    const storage = await openReadModelStorage(configuration.readModel, { mend });
    try {
      return await work({ store, storage, configuration });
    } catch (error) {
      if (error instanceof OtherShapeError)
        throw new Failure(
          `${error.message} A running service makes it anew from the log by itself, and so does "ledger rebuild".`,
        );
      if (isUnreadable(error)) throw new ReadModelDamagedError(storage.description, reasonOf(error), { cause: error });
      throw error;
    } finally {
      await storage.close();
    }
  });
}
