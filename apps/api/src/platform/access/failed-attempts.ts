import { LRUCache } from 'lru-cache';
import { ProblemException } from '../http/problem.js';

/** Failed attempts of one address that are answered as such within a minute. */
const MOST = 10;
const MINUTE = 60_000;

/** Slows down who tries credentials: an address is told to come again later, until a minute after its last attempts. */
export class FailedAttempts {
  readonly #failed = new LRUCache<string, number>({ max: 10_000, ttl: MINUTE, noUpdateTTL: true });

  /** @returns the problem to answer in place of the one that says what was wrong, once there were too many. */
  failed(address: string): ProblemException | undefined {
    const times = (this.#failed.get(address) ?? 0) + 1;
    this.#failed.set(address, times);
    if (times <= MOST) return undefined;
    const seconds = Math.max(1, Math.ceil(this.#failed.getRemainingTTL(address) / 1_000));
    return new ProblemException(
      429,
      'too-many-requests',
      `Too many wrong keys or tokens came from ${address}. Come again in ${seconds} seconds, with the right one.`,
      { headers: { 'retry-after': String(seconds) } },
    );
  }
}
