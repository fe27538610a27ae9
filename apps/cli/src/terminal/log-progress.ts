import { showProgress } from './progress.js';
import { grouped } from './words.js';

/**
 * Shows on standard error how far the log has been read; on some stores positions count bytes, so it does not count
 * events.
 */
export function logProgress(head: bigint, quiet: boolean): { at(position: bigint): void; stop(): void } {
  let latest = 0n;
  const text = () => `position ${grouped(Number(latest))} of ${grouped(Number(head))}`;
  const shown = quiet ? undefined : showProgress({ total: Number(head), done: () => Number(latest), text });
  return {
    at: (position) => void (latest = position),
    stop: () => shown?.stop(),
  };
}
