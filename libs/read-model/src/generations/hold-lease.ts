import { setTimeout as delay } from 'node:timers/promises';
import type { Lease, ReadModelStorage } from '../database/storage.js';
import type { LeaseTerms } from '../projector/lease-terms.js';

/**
 * Does work under a lease that is renewed meanwhile and given back in the end. The work's signal aborts when the lease is
 * lost; what it writes after that touches no row, as long as it writes under the lease's epoch.
 */
export async function holdLease<T>(
  storage: ReadModelStorage,
  lease: Lease,
  { expiry, renewal }: LeaseTerms,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const done = new AbortController();
  const renewing = (async () => {
    for (;;) {
      const isDue = await delay(renewal, true, { signal: done.signal }).catch(() => false);
      if (!isDue) return;
      // While the database is away the lease may stay what it was; if not, the epoch keeps this one from writing.
      const held = await storage.renewLease(lease, expiry).catch(() => true);
      if (!held) return lost.abort();
    }
  })();
  try {
    return await work(lost.signal);
  } finally {
    done.abort();
    await renewing;
    if (!lost.signal.aborted) await storage.releaseLease(lease).catch(() => undefined);
  }
}
