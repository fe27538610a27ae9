import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { LeaseLostError, type Lease, type ReadModelStorage } from '../storage/storage.js';

/** How long a lease lasts without being renewed, and how often it is, in milliseconds. */
export interface LeaseTerms {
  readonly expiry: number;
  readonly renewal: number;
}

/** After a kill another process takes over within the expiry; a renewal may be missed twice. */
export const LEASE_TERMS: LeaseTerms = { expiry: 10_000, renewal: 3_000 };

/** A unique name for a lease's holder, from which a person can tell the process. */
export function holderName(): string {
  return `${hostname()}:${process.pid}:${randomUUID()}`;
}

/**
 * Works under a lease that is renewed meanwhile and released at the end. The work's signal aborts when the lease is
 * lost; writes after that change no row, as long as they use the lease's epoch. `takenAnew` gives it a higher one.
 */
export async function holdLease<T>(
  storage: ReadModelStorage,
  lease: Lease,
  { expiry, renewal }: LeaseTerms,
  work: (lost: AbortSignal, takenAnew: () => Promise<Lease>) => Promise<T>,
): Promise<T> {
  let held = lease;
  const lost = new AbortController();
  const done = new AbortController();
  const renewing = (async () => {
    for (;;) {
      const isDue = await delay(renewal, true, { signal: done.signal }).catch(() => false);
      if (!isDue) return;
      // While the database is away the lease may still be held; if not, the epoch keeps this one from writing.
      const renewed = held;
      const isHeld = await storage.renewLease(renewed, expiry).catch(() => true);
      if (!isHeld && renewed === held) return lost.abort();
    }
  })();
  const takenAnew = async (): Promise<Lease> => {
    const { name, holder, epoch } = held;
    const taken = await storage.takeLease(name, holder, expiry);
    if (!taken) throw new LeaseLostError(`Another process has taken over the lease of epoch ${epoch}.`);
    return (held = taken);
  };
  try {
    return await work(lost.signal, takenAnew);
  } finally {
    done.abort();
    await renewing;
    if (!lost.signal.aborted) await storage.releaseLease(held).catch(() => undefined);
  }
}
