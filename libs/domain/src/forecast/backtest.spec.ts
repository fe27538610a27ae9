import { backtest, BACKTEST_DAYS, MOST_TESTED } from './backtest.js';
import { countsByPlant, firstDate, type DayCounts } from './history.js';
import { finish } from './paths.js';
import { capacity, daysBefore, noisyDays, TODAY } from './testing/histories.js';

const known = [capacity(30_000, '2024-01-01')];
const tested = (days: readonly DayCounts[], changes = known) =>
  finish(backtest({ counts: countsByPlant(days), capacity: changes, since: firstDate(days), at: TODAY }, 'm-1'));

describe('a back-test over the past', () => {
  it('is not made before there are four weeks on both sides of a date', () => {
    expect(tested(daysBefore(noisyDays(55, 100, 10)))).toBe('untested');
    expect(tested(daysBefore(noisyDays(56, 100, 10)))).toMatchObject({ tested: 1 });
    expect(tested(daysBefore(noisyDays(63, 100, 10)))).toMatchObject({ tested: 2 });
    expect(tested([])).toBe('untested');
  });

  it('looks back half a year, and needs no earlier days', () => {
    const long = daysBefore(noisyDays(400, 100, 10));
    expect(tested(long)).toMatchObject({ tested: MOST_TESTED });
    expect(tested(long.slice(-BACKTEST_DAYS))).toEqual(tested(long));
  });

  it('holds every time where every week is like the others, and never where nothing is as it was', () => {
    expect(tested(daysBefore(Array<number>(120).fill(100)))).toMatchObject({ tested: 10, held: 10, share: 1 });
    const doubling = Array.from({ length: 120 }, (_, day) => Math.round(10 * 2 ** (day / 14)));
    expect(tested(daysBefore(doubling))).toMatchObject({ tested: 10, held: 0, share: 0 });
  });

  it('knows a change of capacity from the day it was announced on', () => {
    const days = daysBefore([...Array<number>(56).fill(100), ...Array<number>(28).fill(200)]);
    const change = (occurredOn: string) => [...known, { ...capacity(60_000, '2024-07-01'), occurredOn }];
    expect(tested(days, change('2024-05-01'))).toMatchObject({ tested: 5, held: 5 });
    // Announced on the very day: only the forecasts made before that miss.
    expect(tested(days, change('2024-07-01'))).toMatchObject({ tested: 5, held: 1 });
  });

  it('of wild but steady weeks holds about as often as the range promises', () => {
    let [held, all] = [0, 0];
    for (let seed = 1; seed <= 30; seed += 1) {
      const result = tested(daysBefore(noisyDays(238, 100, 80, seed * 7_919)));
      if (result === 'untested') continue;
      held += result.held;
      all += result.tested;
    }
    expect(all).toBe(30 * MOST_TESTED);
    expect(held / all).toBeGreaterThan(0.68);
    expect(held / all).toBeLessThan(0.84);
  });
});
