import { driftOf } from './drift.js';
import { drawsFrom } from './seed.js';

/** Means over many paths. */
function drawn(weeks: readonly number[], paths = 20_000) {
  const draws = drawsFrom('drift');
  const drift = driftOf(weeks);
  let [level, weekly, spread] = [0, 0, 0];
  for (let path = 0; path < paths; path += 1) {
    draws.startPath(path);
    const own = drift.draw(draws);
    level += own.level / paths;
    weekly += own.weekly / paths;
    spread += (own.weekly - drift.weekly) ** 2 / paths;
  }
  return { level, weekly, spread: Math.sqrt(spread) };
}

describe('the drift of the weeks', () => {
  it('is the slope of weeks on a line, as a share of their mean, the same for every path', () => {
    expect(driftOf([103, 101, 99, 97]).weekly).toBeCloseTo(-0.02, 12);
    const { level, weekly, spread } = drawn([103, 101, 99, 97]);
    expect(level).toBeCloseTo(0, 12);
    expect(weekly).toBeCloseTo(-0.02, 12);
    expect(spread).toBeCloseTo(0, 12);
  });

  it('is none where the slope does not stand out from the scatter', () => {
    expect(driftOf([100, 110, 90, 101]).weekly).toBe(0);
    const { weekly, spread } = drawn([100, 110, 90, 101]);
    expect(weekly).toBeCloseTo(0, 2);
    expect(spread).toBeGreaterThan(0.03);
    expect(driftOf([100, 100, 100, 100]).weekly).toBe(0);
  });

  it('is less than the slope by as much as the scatter is of it', () => {
    // A line of 3 a week with residuals 1, -1, -1, 1: s² is 4 / 2 / 5, so 1 - 0.4 / 9 of it is taken.
    expect(driftOf([96.5, 97.5, 100.5, 105.5]).weekly).toBeCloseTo(0.03 * (1 - 0.4 / 9), 12);
  });

  it('differs from path to path around its expectation, by the standard error of the slope', () => {
    const weeks = [96, 98, 103, 103];
    const { level, weekly, spread } = drawn(weeks);
    expect(weekly).toBeCloseTo(driftOf(weeks).weekly, 3);
    expect(level).toBeCloseTo(0, 3);
    // Squares of 4.33 off the line: √(4.33 / 2 / 5) of 100.
    expect(spread).toBeCloseTo(0.0066, 3);
  });

  it('is none of fewer than three weeks, or of weeks of nothing', () => {
    for (const weeks of [[], [100], [100, 120], [0, 0, 0, 0], [-1, -2, 0, 1]]) expect(driftOf(weeks).weekly).toBe(0);
  });
});
