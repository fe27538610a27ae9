import { apportion } from './day-counts.js';

describe('apportioning a month over its days', () => {
  it('adds up to the month exactly and is never negative', () => {
    for (const total of [0, 1, 7, 101, 9_700, 485_000]) {
      const parts = apportion(total, [0.3, 1, 0, 2.7, 1.1, 0.9]);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      expect(parts[2]).toBe(0);
    }
  });
});
