import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Configuration } from '@plant-ledger/configuration';
import type { ProjectorOptions, RebuildOutcome, RebuildProgress } from '@plant-ledger/read-model';

/** The stores a worker opens for itself. */
export type RebuildStores = Pick<Configuration, 'eventStore' | 'streamPrefix' | 'readModel'>;

/** What the worker is given to do. */
export type ToWorker = RebuildStores & { readonly distrustLive?: boolean | undefined };

/** What the worker tells. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: RebuildProgress }
  | { readonly kind: 'outcome'; readonly outcome: RebuildOutcome }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };

/** How long a thread that is told to stop may take, in milliseconds; digests are taken in one go, and what ends them does no harm. */
const PATIENCE = 2_000;

/**
 * Rebuilds in a thread of its own, so that requests are answered meanwhile; undefined, which is on this thread, where the
 * sources are run without having been built.
 */
export function rebuildInWorker({ eventStore, streamPrefix, readModel }: RebuildStores): ProjectorOptions['rebuild'] {
  const entry = fileURLToPath(new URL('./rebuild.worker.js', import.meta.url));
  if (!existsSync(entry)) return undefined;
  return ({ signal, progress, distrustLive }) =>
    new Promise((resolve, reject) => {
      const workerData: ToWorker = { eventStore, streamPrefix, readModel, distrustLive };
      const worker = new Worker(entry, { workerData });
      // What is written stays: the next one goes on from there.
      let late: NodeJS.Timeout | undefined;
      const cancel = () => {
        worker.postMessage('cancel');
        late = setTimeout(() => void worker.terminate(), PATIENCE);
      };
      signal.addEventListener('abort', cancel);
      if (signal.aborted) cancel();
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'progress') return progress(message.progress);
        if (message.kind === 'outcome') return resolve(message.outcome);
        return reject(Object.assign(new Error(message.message), { name: message.name }));
      });
      worker.once('error', reject);
      worker.once('exit', (code) => {
        signal.removeEventListener('abort', cancel);
        clearTimeout(late);
        reject(new Error(`The rebuild's thread ended with ${code}.`));
      });
    });
}
