import { projectMonthEnd, type MonthEndQuestion } from './month-end.js';
import { capacity, daysBefore, noisyDays, TODAY } from './testing/histories.js';

const project = (changes: Partial<MonthEndQuestion> = {}) =>
  projectMonthEnd({
    days: daysBefore(Array<number>(28).fill(100)),
    capacity: [capacity(3_100, '2024-01-01')],
    at: TODAY,
    month: '2024-07',
    countedSoFar: 2_800,
    seed: 'produced.bj-1.SU7.2024-07',
    ...changes,
  });

describe("a month's projected end", () => {
  it('adds the days that are left, the running one included, about at the pace of the last weeks', () => {
    const end = project();
    expect(Math.abs((end?.p50 ?? NaN) - 3_100)).toBeLessThan(12);
    expect([(end?.p10 ?? NaN) < 3_090, (end?.p85 ?? NaN) > 3_105]).toEqual([true, true]);
  });

  it('counts what the running day has had only once', () => {
    const today = { date: TODAY, plant: 'bj-1', model: 'SU7', count: 40 };
    const days = [...daysBefore(Array<number>(28).fill(100)), today];
    expect(project({ days, countedSoFar: 2_840 })).toMatchObject({ p50: project()?.p50 });
    const more = project({ days: [...days, { ...today, count: 990 }], countedSoFar: 3_830 });
    expect(Math.abs((more?.p50 ?? NaN) - 4_030)).toBeLessThan(12);
  });

  it('of a month to come counts its own days only, at a capacity that may come late', () => {
    const grown = [capacity(3_100, '2024-01-01'), capacity(6_200, '2024-08-16')];
    const end = project({ month: '2024-08', countedSoFar: 0, capacity: grown });
    const bare = project({ month: '2024-08', countedSoFar: 0 });
    expect(Math.abs((bare?.p50 ?? NaN) - 3_100)).toBeLessThan(120);
    expect(end?.p50).toBeGreaterThan(bare?.p50 ?? NaN);
    expect(end?.p50).toBeLessThan(1_500 + 3_200);
  });

  it('of a month that has ended is what was counted', () => {
    expect(project({ month: '2024-06', countedSoFar: 2_950, days: [] })).toMatchObject({
      p10: 2_950,
      p50: 2_950,
      p85: 2_950,
    });
  });

  it('is not made up from fewer than ten days', () => {
    expect(project({ days: daysBefore(Array<number>(9).fill(100)) })).toBeUndefined();
    expect(project({ days: [] })).toBeUndefined();
  });

  it('has a range, and the probability of a target within it', () => {
    const days = daysBefore(noisyDays(28, 300, 60));
    const end = project({ days, at: TODAY, month: '2024-08', countedSoFar: 0 });
    if (!end) throw new Error('no projection');
    expect(end.p10 < end.p50 && end.p50 < end.p85).toBe(true);
    expect([end.probability(0), end.probability(1_000_000)]).toEqual([0.99, 0.01]);
    expect(end.probability(end.p10)).toBeGreaterThanOrEqual(0.9);
    expect(end.probability(end.p50)).toBeGreaterThanOrEqual(0.5);
    expect(end.probability(end.p85 + 1)).toBeLessThanOrEqual(0.15);
    expect(JSON.stringify(project({ days, at: TODAY, month: '2024-08', countedSoFar: 0 }))).toBe(JSON.stringify(end));
  });
});
