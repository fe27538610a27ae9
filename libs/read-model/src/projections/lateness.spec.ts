import fc from 'fast-check';
import { latenessBucket, latenessWithin, longestIn } from './lateness.js';

test('a bucket ends at most an eighth beyond any duration in it, and buckets follow each other without a gap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 45 }), (duration) => {
      const bucket = latenessBucket(duration);
      expect(longestIn(bucket)).toBeGreaterThanOrEqual(duration);
      expect(longestIn(bucket)).toBeLessThanOrEqual(duration + duration / 8);
      expect(latenessBucket(longestIn(bucket))).toBe(bucket);
      expect(latenessBucket(longestIn(bucket) + 1)).toBe(bucket + 1);
    }),
    { numRuns: 2_000 },
  );
});

test('what is told before it is said to happen is not late', () => {
  expect(latenessBucket(-5_000)).toBe(0);
});

test('the share of durations within a time is theirs to an eighth, by nearest rank', () => {
  const durations = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.95, 1), (given, share) => {
      const counts = new Map<number, number>();
      for (const each of given) counts.set(latenessBucket(each), (counts.get(latenessBucket(each)) ?? 0) + 1);
      const exact = given.toSorted((a, b) => a - b)[Math.ceil(share * given.length) - 1] ?? 0;
      const within = latenessWithin(counts, share) ?? 0;
      expect(within).toBeGreaterThanOrEqual(exact);
      expect(within).toBeLessThanOrEqual(exact * 1.125);
    }),
    { numRuns: 1_000 },
  );
  expect(latenessWithin(new Map(), 0.5)).toBeUndefined();
});
