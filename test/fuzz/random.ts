import { seededRandom } from '../../apps/simulator/src/random.js';

/** Choices from one seeded generator, so that a run can be had again. */
export interface Random {
  /** A whole number from 0 to `below` − 1. */
  below(below: number): number;
  chance(share: number): boolean;
  of<T>(items: readonly T[]): T;
  bytes(length: number): Buffer;
}

export function randomOf(seed: number): Random {
  const next = seededRandom(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    of<T>(items: readonly T[]): T {
      return items[below(items.length)] as T;
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
}
