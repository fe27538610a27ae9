import { hash } from 'node:crypto';

/** Random numbers that are the same on every machine: from one seed, restarted for every path. */
export interface Draws {
  /** To be called before a path's first draw: what a path draws does not depend on the paths before it. */
  startPath(path: number): void;
  /** A whole number from 0 to `count` - 1. `count` is at most 2^12. */
  below(count: number): number;
}

const WARM_UP = 12;

/**
 * sfc32, the small fast counting generator of 32-bit words from PractRand (Chris Doty-Humphrey, public domain), seeded
 * with the first 96 bits of the SHA-256 of `seed`. Integer arithmetic only, so no engine rounds differently.
 */
export function drawsFrom(seed: string): Draws {
  const digest = hash('sha256', seed, 'hex');
  const key = new Int32Array([0, 8, 16].map((at) => Number.parseInt(digest.slice(at, at + 8), 16) | 0));
  // A typed array keeps the words unboxed; plain variables beyond 31 bits would be allocated anew at every draw.
  const state = new Int32Array(4);
  const next = (): number => {
    const b = state[1] ?? 0;
    const c = state[2] ?? 0;
    const counter = state[3] ?? 0;
    const word = ((state[0] ?? 0) + b + counter) | 0;
    state[3] = (counter + 1) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + word) | 0;
    return word >>> 0;
  };
  return {
    startPath(path) {
      state.set(key);
      state[2] = (state[2] ?? 0) ^ path;
      state[3] = 1;
      for (let round = 0; round < WARM_UP; round += 1) next();
    },
    // The upper 20 bits: integers only, and no further from even than one in a million.
    below: (count) => ((next() >>> 12) * count) >>> 20,
  };
}
