import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { fileDamage } from '@plant-ledger/event-store';

/** The result of checking a file: what is wrong with it, or why it could not be checked. */
export type Look =
  { readonly file: string; readonly damage: string | undefined } | { readonly file: string; readonly failed: string };

const ENTRY = fileURLToPath(new URL('./check-files.worker.js', import.meta.url));

/**
 * Checks the integrity of database files, in a thread of its own, since that reads all of them; on this thread where
 * the sources run without a build.
 */
export async function checkFiles(files: readonly string[], signal: AbortSignal): Promise<readonly Look[]> {
  if (!existsSync(ENTRY)) return files.map(lookAt);
  return new Promise((resolve, reject) => {
    const worker = new Worker(ENTRY, { workerData: files });
    worker.unref();
    signal.addEventListener('abort', () => void worker.terminate(), { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => resolve([]));
  });
}

export function lookAt(file: string): Look {
  try {
    return { file, damage: fileDamage(file) };
  } catch (error) {
    return { file, failed: error instanceof Error ? error.message : String(error) };
  }
}
