import { showProgress, type Progress } from './progress.js';
import { grouped } from './words.js';

/**
 * Shows on standard error how far the log has been read; on some stores positions count bytes, so it does not count
 * events.
 */
export function logProgress(head: bigint, quiet: boolean): Progress & { at(position: bigint): void } {
  let latest = 0n;
  const text = () => `position ${grouped(Number(latest))} of ${grouped(Number(head))}`;
  const shown = showProgress({ total: Number(head), done: () => Number(latest), text }, quiet);
  return { ...shown, at: (position) => void (latest = position) };
}
