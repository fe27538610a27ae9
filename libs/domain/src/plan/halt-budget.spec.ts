import { haltBudget } from './halt-budget.js';

/** A projection that ends at each of these counts as often as at any other. */
const ending =
  (...ends: number[]) =>
  (count: number) =>
    ends.filter((end) => end >= count).length / ends.length;
/** 100 ends, from 1,001 to 1,100: 85 of them are at 1,016 or above. */
const evenly = ending(...Array.from({ length: 100 }, (_, index) => 1_001 + index));
const line = { unitsPerHour: 16, minutesLeft: 3 * 1_440, minutesDownToday: 0 };
const budget = (target: number, more: object = {}) =>
  haltBudget({ target, value: 900, probability: evenly, lines: [line], ...more });

describe('the halt budget of a production target', () => {
  it('is what the projection has to spare with 85 % certainty, at the rate of the line', () => {
    // 1,016 - 1,000 = 16 units, an hour of the line.
    expect(budget(1_000)).toBe(60);
    expect(budget(1_015)).toBe(Math.floor(60 / 16));
    expect(budget(1_016)).toBe(0);
  });

  it('is nothing for a target that is endangered already', () => {
    expect(budget(1_017)).toBe(0);
    expect(budget(5_000)).toBe(0);
  });

  it('after so many minutes of downtime the target is just safe, and one more unit lost endangers it', () => {
    for (const target of [960, 999, 1_003]) {
      const lost = Math.ceil(((budget(target) ?? 0) * 16) / 60);
      expect(evenly(target + lost)).toBeGreaterThanOrEqual(0.85);
      expect(evenly(target + lost + 1)).toBeLessThan(0.85);
    }
  });

  it('is used up by what a line has stood still today, and never less than nothing', () => {
    expect(budget(1_000, { lines: [{ ...line, minutesDownToday: 22.5 }] })).toBe(37);
    expect(budget(1_000, { lines: [{ ...line, minutesDownToday: 600 }] })).toBe(0);
  });

  it('reckons with the fastest of several lines, and with the time that they have left together', () => {
    expect(budget(1_000, { lines: [line, { ...line, unitsPerHour: 8 }] })).toBe(60);
    expect(
      budget(1_000, {
        lines: [
          { ...line, minutesLeft: 20, minutesDownToday: 0 },
          { ...line, minutesLeft: 15.5, minutesDownToday: 0 },
        ],
      }),
    ).toBe(35);
  });

  it('is all the time that is left once the target is reached', () => {
    expect(budget(900)).toBe(3 * 1_440);
    expect(budget(900, { lines: [{ ...line, minutesLeft: -5, minutesDownToday: 0 }] })).toBe(0);
  });

  it('is none where no line works towards it', () => {
    expect(budget(1_000, { lines: [] })).toBeNull();
    expect(budget(1_000, { lines: [{ ...line, unitsPerHour: 0 }] })).toBeNull();
  });
});
