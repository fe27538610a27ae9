import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { openReadModelStorage, rebuild, rollBack, type ReadModelStorage } from '@plant-ledger/read-model';
import { readConfiguration, type Configuration } from '../../../api/src/config/configuration.js';
import { EXIT } from '../failure.js';
import { outcomeOf } from './outcome.js';
import { rebuildProgress } from './rebuild-progress.js';

export interface RebuildSettings {
  readonly rollback?: true;
  readonly restart?: true;
  readonly accept?: true;
  readonly quiet?: true;
}

/** Rebuilds the configured read model, or steps back, and answers with the exit code. */
export async function runRebuild({ rollback, restart, accept, quiet }: RebuildSettings): Promise<number> {
  const configuration = readConfiguration(process.env);
  return withStores(configuration, async (store, storage) => {
    if (rollback) {
      const { generation, former, position } = await rollBack(storage, store);
      process.stdout.write(
        `Generation ${generation} is read again, from position ${position} on; ${former} is kept.\n`,
      );
      return EXIT.done;
    }
    const stopping = stopOnSignal();
    const progress = rebuildProgress(quiet ? 0n : await store.head(), quiet === true);
    try {
      const { signal } = stopping;
      const outcome = await rebuild({ storage, store, signal, restart, accept, progress: progress.tell });
      progress.stop();
      const { sentence, exitCode } = outcomeOf(outcome);
      (exitCode === EXIT.done ? process.stdout : process.stderr).write(`${sentence}\n`);
      return exitCode;
    } finally {
      progress.stop();
      stopping.forget();
    }
  });
}

async function withStores<T>(
  { eventStore, streamPrefix, readModel }: Configuration,
  work: (store: EventStore, storage: ReadModelStorage) => Promise<T>,
): Promise<T> {
  // A running service writes the log; here it is only read.
  const store = await openEventStore(eventStore, { prefix: streamPrefix, readOnly: true });
  try {
    const storage = await openReadModelStorage(readModel);
    try {
      return await work(store, storage);
    } finally {
      await storage.close();
    }
  } finally {
    await store.close();
  }
}

/** The first Ctrl-C stops after the batch under way; a second one ends the process at once. */
function stopOnSignal(): { readonly signal: AbortSignal; forget(): void } {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: stopping.signal,
    forget: () => void process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop),
  };
}
