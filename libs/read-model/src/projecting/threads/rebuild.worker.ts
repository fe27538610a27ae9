import { parentPort, workerData } from 'node:worker_threads';
import { openEventStore } from '@plant-ledger/event-store';
import { rebuild } from '../generations/rebuild.js';
import { openReadModelStorage } from '../open.js';
import type { FromWorker, ToWorker } from './rebuild-in-thread.js';

/** The shortest time between two progress messages, in milliseconds. */
const TELL_EVERY = 200;

const report = (message: FromWorker): void => parentPort?.postMessage(message);

async function run({ eventStore, streamPrefix, readModel, distrustLive }: ToWorker): Promise<void> {
  const cancelling = new AbortController();
  parentPort?.once('message', () => cancelling.abort());
  // The service owns the log; here it is only read.
  const store = await openEventStore(eventStore, { prefix: streamPrefix, readOnly: true });
  try {
    const storage = await openReadModelStorage(readModel);
    try {
      let saidAt = 0;
      const outcome = await rebuild({
        storage,
        store,
        signal: cancelling.signal,
        distrustLive,
        progress(progress) {
          if (performance.now() - saidAt < TELL_EVERY && progress.stage === 'filling') return;
          saidAt = performance.now();
          report({ kind: 'progress', progress });
        },
      });
      report({ kind: 'outcome', outcome });
    } finally {
      await storage.close();
    }
  } finally {
    await store.close();
  }
}

await run(workerData as ToWorker).catch((error: unknown) => {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  report({ kind: 'failed', name, message });
});
// Only after the last message: an open port keeps the thread alive.
parentPort?.close();
