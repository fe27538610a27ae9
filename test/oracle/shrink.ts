import type { Reported } from './rules/reported.js';

/** Leaves events out while the rest still fails, in halves first and one by one in the end. */
export async function shrunk(
  history: readonly Reported[],
  fails: (history: readonly Reported[]) => Promise<boolean>,
  attempts = 150,
): Promise<readonly Reported[]> {
  let left = history;
  for (let size = Math.ceil(left.length / 2); ; size = Math.ceil(size / 2)) {
    let from = 0;
    while (from < left.length && (attempts -= 1) > 0) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)];
      if (await fails(fewer)) left = fewer;
      else from += size;
    }
    if (size === 1 || attempts <= 0) return left;
  }
}
