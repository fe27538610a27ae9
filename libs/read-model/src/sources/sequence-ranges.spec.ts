import fc from 'fast-check';
import { NO_NUMBERS, sequenceNumber, united, withNumber, type SequenceNumbers } from './sequence-ranges.js';

const after = (numbers: readonly number[], most?: number): SequenceNumbers =>
  numbers.reduce((known, number) => withNumber(known, number, most), NO_NUMBERS);

test('numbers in order are one range, and a number that is missing makes a gap', () => {
  expect(after([1, 2, 3]).ranges).toEqual([[1, 3]]);
  expect(after([1, 2, 5, 6]).ranges).toEqual([
    [1, 2],
    [5, 6],
  ]);
});

test('a number that comes late closes its gap, and one that comes again changes nothing', () => {
  expect(after([1, 2, 4, 3]).ranges).toEqual([[1, 4]]);
  expect(after([5, 6, 5, 6, 4]).ranges).toEqual([[4, 6]]);
});

test('whatever the order, the ranges hold just the numbers that came', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 80 }), (numbers) => {
      const { ranges, truncated } = after(numbers);
      const held = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
      expect(held).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
      expect(truncated).toBe(false);
      for (const [index, [from]] of ranges.entries())
        if (index > 0) expect(from).toBeGreaterThan((ranges[index - 1]?.[1] ?? Infinity) + 1);
    }),
    { numRuns: 1_000 },
  );
});

test('of more gaps than are kept the lowest are forgotten, and it is said so', () => {
  const numbers = after([1, 3, 5, 7, 9], 3);
  expect(numbers).toEqual({
    ranges: [
      [1, 5],
      [7, 7],
      [9, 9],
    ],
    truncated: true,
  });
  // What was missing in a forgotten gap cannot be told from what was there.
  expect(withNumber(numbers, 2, 3)).toEqual(numbers);
});

test('the numbers of two are those that came to either, one by one or together', () => {
  const some = fc.array(fc.nat(60), { maxLength: 40 });
  fc.assert(
    fc.property(some, some, (one, other) => {
      expect(united(after(one), after(other))).toEqual(after([...one, ...other]));
    }),
    { numRuns: 500 },
  );
});

test('of more gaps than are kept of two together the lowest are forgotten, and it is said so', () => {
  const both = united(after([1, 5, 9]), after([3, 7]), 3);
  expect(both).toEqual({
    ranges: [
      [1, 5],
      [7, 7],
      [9, 9],
    ],
    truncated: true,
  });
  expect(united(NO_NUMBERS, both)).toEqual(both);
});

test.each([
  ['1', 1],
  ['0000000042', 42],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['a1', undefined],
  ['9'.repeat(16), undefined],
  [undefined, undefined],
])('the sequence %p is the number %p', (text, number) => {
  expect(sequenceNumber(text)).toBe(number);
});
