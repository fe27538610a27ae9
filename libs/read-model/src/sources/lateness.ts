/** Counts of events by how late they were recorded, in buckets of at most an eighth of their length. */
export type Lateness = ReadonlyMap<number, number>;

/** Buckets of one length before the length doubles. */
const EVEN = 8;

/** The bucket of a duration in milliseconds; in integer arithmetic, so it is the same everywhere. */
export function latenessBucket(milliseconds: number): number {
  let length = Math.max(0, Math.floor(milliseconds));
  let doublings = 0;
  while (length >= 2 * EVEN) {
    length = Math.floor(length / 2);
    doublings += 1;
  }
  return doublings * EVEN + length;
}

/** The shortest duration that falls into a bucket, milliseconds. */
const shortestIn = (bucket: number): number => (bucket === 0 ? 0 : longestIn(bucket - 1) + 1);

/** The longest duration that falls into a bucket, milliseconds. */
export function longestIn(bucket: number): number {
  if (bucket < 2 * EVEN) return bucket;
  const doublings = Math.floor(bucket / EVEN) - 1;
  return (bucket - doublings * EVEN + 1) * 2 ** doublings - 1;
}

/**
 * The duration within which a share of the durations lies, in whole milliseconds, to an eighth: those of one bucket are
 * assumed to be evenly distributed, up to the longest of all. Undefined without any.
 */
export function latenessWithin(lateness: Lateness, share: number, longest: number): number | undefined {
  const buckets = [...lateness].toSorted(([one], [other]) => one - other);
  const rank = Math.ceil(share * buckets.reduce((sum, [, count]) => sum + count, 0));
  let counted = 0;
  for (const [bucket, count] of buckets) {
    if (counted + count >= rank) {
      const shortest = shortestIn(bucket);
      const span = Math.max(0, Math.min(longestIn(bucket), longest) - shortest);
      return shortest + Math.round((span * (rank - counted)) / count);
    }
    counted += count;
  }
  return undefined;
}
