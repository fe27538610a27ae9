import { addDays } from '../time/calendar.js';
import { backtest, horizonOf, MOST_TESTED, rangesDidNotHold } from './backtest.js';
import { countedDays, type DayCounts } from './history.js';
import { finish } from './paths.js';
import { capacity, daysBefore, noisyDays, TODAY } from './testing/histories.js';

const known = [capacity(30_000, '2020-01-01')];
const tested = (days: readonly DayCounts[], months = 1, changes = known) =>
  finish(backtest(countedDays({ days, capacity: [], at: TODAY }), changes, months));

describe('a back-test over the past', () => {
  it('is at the horizon that is nearest to the milestone: 1, 2, 3 or 6 months', () => {
    expect([0, 40, 50, 70, 100, 140, 400, Infinity].map(horizonOf)).toEqual([1, 1, 2, 2, 3, 6, 6, 6]);
  });

  it('is not made before there are four weeks before a date and its months after it', () => {
    // From 29 June to 28 July are 30 days.
    expect(tested(daysBefore(noisyDays(57, 100, 10)))).toBe('untested');
    expect(tested(daysBefore(noisyDays(58, 100, 10)))).toMatchObject({ months: 1, tested: 1, expected: 0.8 });
    expect(tested(daysBefore(noisyDays(87, 100, 10)))).toMatchObject({ tested: 2 });
    expect(tested(daysBefore(noisyDays(87, 100, 10)), 3)).toBe('untested');
    expect(tested([])).toBe('untested');
  });

  it('looks back a year', () => {
    expect(tested(daysBefore(noisyDays(800, 100, 10)), 6)).toMatchObject({ months: 6, tested: MOST_TESTED });
  });

  it('says how wide the ranges were', () => {
    const width = (months: number) => {
      const of = tested(daysBefore(noisyDays(800, 100, 40)), months);
      return of === 'untested' ? NaN : (of.widthDays ?? NaN);
    };
    expect(width(1)).toBeGreaterThan(0);
    expect(width(6)).toBeGreaterThan(width(1));
  });

  it('says that ranges did not hold where they did not', () => {
    const steady = tested(daysBefore(noisyDays(700, 100, 10)));
    expect([steady === 'untested' || steady.share > 0.6, rangesDidNotHold(steady)]).toEqual([true, false]);
    // Level for a long time, and then a fall without end that nothing announced.
    const falling = Array.from({ length: 700 }, (_, day) =>
      Math.round(day < 400 ? 1_000 : 1_000 * 0.985 ** (day - 400)),
    );
    expect(rangesDidNotHold(tested(daysBefore(falling), 6))).toBe(true);
  });

  it('knows a change of capacity from the day after it was announced', () => {
    const step = addDays(TODAY, -60);
    const days = daysBefore([...Array<number>(340).fill(100), ...Array<number>(60).fill(200)]);
    const announced = (occurredOn: string) => tested(days, 1, [...known, { ...capacity(60_000, step), occurredOn }]);
    expect(announced(TODAY)).toEqual(tested(days));
    expect(announced(addDays(step, -100))).not.toEqual(tested(days));
  });
});
