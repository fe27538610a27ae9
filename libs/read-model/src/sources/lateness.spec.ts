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
      const within = latenessWithin(counts, share, Math.max(...given)) ?? 0;
      expect(Math.abs(within - exact)).toBeLessThanOrEqual(exact / 8);
      expect(within).toBeLessThanOrEqual(Math.max(...given));
    }),
    { numRuns: 1_000 },
  );
  expect(latenessWithin(new Map(), 0.5, 0)).toBeUndefined();
});

test('of a source that is back-filled years later, the median and the 95th percentile are still told apart', () => {
  const day = 86_400_000;
  const reported = Array.from({ length: 60 }, (_, index) => (920 + index) * day);
  const counts = new Map([[latenessBucket(reported[0] ?? 0), reported.length]]);
  expect(new Set(reported.map(latenessBucket)).size).toBe(1);
  const within = (share: number) => (latenessWithin(counts, share, 979 * day) ?? 0) / day;
  expect(within(0.5)).toBeLessThan(within(0.95));
  expect(within(0.95)).toBeLessThan(979);
});
