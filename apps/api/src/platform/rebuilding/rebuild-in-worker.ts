import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Configuration } from '@plant-ledger/configuration';
import type { ProjectorOptions, RebuildOutcome, RebuildProgress } from '@plant-ledger/read-model';

/** What a worker needs to open its own stores. */
export type RebuildStores = Pick<Configuration, 'eventStore' | 'streamPrefix' | 'readModel'>;

export type ToWorker = RebuildStores & { readonly distrustLive?: boolean | undefined };

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: RebuildProgress }
  | { readonly kind: 'outcome'; readonly outcome: RebuildOutcome }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };

/**
 * How long a thread may take to stop, in milliseconds; digests are made without a pause, and ending them does no harm.
 */
const PATIENCE = 2_000;

/**
 * Rebuilds in a thread of its own, so that requests are answered meanwhile; undefined, which means on this thread,
 * where the sources run without a build.
 */
export function rebuildInWorker({ eventStore, streamPrefix, readModel }: RebuildStores): ProjectorOptions['rebuild'] {
  const entry = fileURLToPath(new URL('./rebuild.worker.js', import.meta.url));
  if (!existsSync(entry)) return undefined;
  return ({ signal, progress, distrustLive }) =>
    new Promise((resolve, reject) => {
      const workerData: ToWorker = { eventStore, streamPrefix, readModel, distrustLive };
      const worker = new Worker(entry, { workerData });
      // What is written stays: the next rebuild resumes from there.
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
