import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RebuildWork } from '../generations/rebuild-instead.js';
import type { RebuildProgress } from '../generations/fill.js';
import type { RebuildOutcome } from '../generations/rebuild.js';
import type { LedgerStores } from './ledger-stores.js';

export interface ToWorker extends LedgerStores {
  readonly distrustLive?: boolean | undefined;
}

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: RebuildProgress }
  | { readonly kind: 'outcome'; readonly outcome: RebuildOutcome }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };

/**
 * How long a thread may take to stop, in milliseconds; digests are made without a pause, and ending them does no harm.
 */
const PATIENCE = 2_000;

const ENTRY = fileURLToPath(new URL('./rebuild.worker.js', import.meta.url));

/**
 * Rebuilds in a thread of its own, so that other work goes on meanwhile; undefined, which means on this thread, where
 * the sources run without a build.
 */
export function rebuildInThread({ eventStore, streamPrefix, readModel }: LedgerStores): RebuildWork | undefined {
  if (!existsSync(ENTRY)) return undefined;
  return ({ signal, progress, distrustLive }) =>
    new Promise((resolve, reject) => {
      const workerData: ToWorker = { eventStore, streamPrefix, readModel, distrustLive };
      const worker = new Worker(ENTRY, { workerData });
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
