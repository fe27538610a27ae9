import { addDays } from '../time/calendar.js';
import { milestoneForecast, type MilestoneQuestion } from './milestone-forecast.js';
import { finish } from './paths.js';
import { capacity, daysBefore, noisyDays, question, TODAY } from './testing/histories.js';

const forecast = (changes: Partial<MilestoneQuestion> = {}) => {
  const answer = finish(milestoneForecast(question(changes)));
  if (!answer) throw new Error('no forecast');
  return answer;
};

describe('a milestone of a plant that makes 100 a day, every day', () => {
  it('is reached on the day that the pace says, and on no other', () => {
    // 5,600 by yesterday: 44 more days, today the first of them.
    expect(forecast()).toMatchObject({
      p10: '2024-09-10',
      p50: '2024-09-10',
      p85: '2024-09-10',
      runRate: '2024-09-10',
      daysAheadP50: 112,
      daysAheadP85: 112,
      spreadDays: 0,
      probabilityByDue: 1,
      pacePerDay: 100,
      requiredPerDay: 28.2051,
      weeklyDrift: 0,
      window: { from: '2024-07-01', to: '2024-07-28', days: 28 },
      method: 'pace-bootstrap-1',
      seed: 'm-1/pace-bootstrap-1/2024-07-29',
      paths: 10_000,
      assumptions: [],
      withoutCapacity: [],
    });
  });

  it('is late by so many days when it is due before that', () => {
    const late = forecast({ due: '2024-09-09' });
    expect([late.daysAheadP50, late.daysAheadP85, late.probabilityByDue]).toEqual([-1, -1, 0]);
    expect(forecast({ due: '2024-09-10' }).probabilityByDue).toBe(1);
    expect(forecast({ due: '2024-07-01' }).requiredPerDay).toBeNull();
  });

  it('has a path that is at the target on its P50', () => {
    const { path } = forecast();
    expect(path[0]).toEqual({ date: '2024-07-28', p10: 5_600, p50: 5_600, p85: 5_600 });
    expect(path[1]).toEqual({ date: '2024-08-04', p10: 6_300, p50: 6_300, p85: 6_300 });
    expect(path.at(-1)).toEqual({ date: '2024-12-31', p10: 21_200, p50: 21_200, p85: 21_200 });
  });

  it('does not count twice what the running day has had already', () => {
    const days = [...daysBefore(Array<number>(56).fill(100)), { date: TODAY, plant: 'bj-1', model: 'SU7', count: 60 }];
    expect(forecast({ days }).p50).toBe('2024-09-10');
    // More than a day's usual: what is there is there.
    const more = [...days, { date: TODAY, plant: 'bj-1', model: 'SU7 Max', count: 140 }];
    expect(forecast({ days: more }).p50).toBe('2024-09-09');
  });

  it('has a run rate and a pace needed that count what the running day has had', () => {
    const today = (count: number) => {
      const days = [...daysBefore(Array<number>(56).fill(100)), { date: TODAY, plant: 'bj-1', model: 'SU7', count }];
      const { runRate, requiredPerDay } = forecast({ days, value: 5_600 + count, due: '2024-08-27' });
      return [runRate, requiredPerDay];
    };
    // 4,400 more in 30 days, the running one among them.
    expect(today(0)).toEqual(['2024-09-10', 146.6667]);
    expect(today(60)).toEqual(['2024-09-10', 144.6667]);
    expect(today(100)).toEqual(['2024-09-10', 143.3333]);
    expect(today(101)).toEqual(['2024-09-10', 143.3]);
    expect(today(200)).toEqual(['2024-09-09', 140]);
    expect(today(4_400)).toEqual([TODAY, 0]);
  });

  it('comes on the running day when that is enough, and never without a pace', () => {
    expect(forecast({ target: 5_700 })).toMatchObject({ p10: TODAY, p50: TODAY, p85: TODAY });
    const stopped = [
      ...daysBefore(Array<number>(28).fill(100), { today: '2024-07-01' }),
      ...daysBefore(Array<number>(28).fill(0)),
    ];
    expect(forecast({ days: stopped })).toMatchObject({
      p10: null,
      p50: null,
      p85: null,
      runRate: null,
      daysAheadP50: null,
      spreadDays: null,
      probabilityByDue: 0,
      withoutAssumptions: { p50: null, p85: null, daysAheadP50: null },
    });
  });

  it('says nothing of what lies more than ten years ahead', () => {
    const p50 = (target: number) => forecast({ target }).p50;
    expect(p50(5_600 + 3_654 * 100)).toBe(addDays(TODAY, 3_653));
    expect(p50(5_600 + 3_654 * 100 + 1)).toBeNull();
  });
});

describe('capacity to come', () => {
  const doubled = [capacity(3_100, '2024-01-01'), capacity(6_200, '2024-08-12')];

  it('lifts the pace in proportion from its day on, and is named as an assumption, beside the forecast without it', () => {
    // 14 days of 100, then 15 of 200.
    expect(forecast({ capacity: doubled })).toMatchObject({
      p50: '2024-08-26',
      runRate: '2024-09-10',
      withoutAssumptions: { p50: '2024-09-10', p85: '2024-09-10', daysAheadP50: 112 },
      assumptions: [{ plant: 'bj-1', unitsPerMonth: 6_200, effectiveFrom: '2024-08-12' }],
    });
  });

  it('is assumed from the running day on; what a whole day has shown is not', () => {
    const from = (date: string) => forecast({ capacity: [capacity(3_100, '2024-01-01'), capacity(6_200, date)] });
    expect(from(TODAY)).toMatchObject({ assumptions: [{ effectiveFrom: TODAY }], p50: '2024-08-19' });
    expect(from('2024-07-28').assumptions).toEqual([]);
  });

  it('is compared with the capacity of each day of the window', () => {
    // Twice the capacity and twice the count in the last two weeks: the same use of it all along.
    const days = daysBefore([...Array<number>(14).fill(100), ...Array<number>(14).fill(200)]);
    const known = [capacity(3_100, '2024-01-01'), capacity(6_200, '2024-07-15')];
    expect(forecast({ days, capacity: known, target: 4_200 + 200 * 40 })).toMatchObject({
      p10: addDays(TODAY, 39),
      p85: addDays(TODAY, 39),
      weeklyDrift: 0,
    });
  });

  it('holds as told last for a date, and a fall of it counts too', () => {
    const revised = [...doubled, capacity(1_550, '2024-08-12')];
    // 14 days of 100, then 60 of 50.
    expect(forecast({ capacity: revised })).toMatchObject({
      p50: addDays(TODAY, 73),
      assumptions: [{ unitsPerMonth: 1_550 }],
    });
  });

  it('of nothing stops the plant until there is some again', () => {
    const closed = [capacity(3_100, '2024-01-01'), capacity(0, '2024-08-12'), capacity(3_100, '2024-08-26')];
    expect(forecast({ capacity: closed }).p50).toBe(addDays('2024-09-10', 14));
    expect(forecast({ capacity: closed.slice(0, 2) }).p50).toBeNull();
  });

  it('of nothing in the window says nothing of the pace: the other days do', () => {
    const days = daysBefore([
      ...Array<number>(42).fill(100),
      ...Array<number>(7).fill(0),
      ...Array<number>(7).fill(100),
    ]);
    const closed = [capacity(3_100, '2024-01-01'), capacity(0, '2024-07-15'), capacity(3_100, '2024-07-22')];
    expect(forecast({ days, capacity: closed, target: 4_900 + 44 * 100 }).p50).toBe('2024-09-10');
  });

  it('that nobody told leaves the pace as it is, and the answer names the plant', () => {
    const later = [capacity(6_200, '2024-08-12')];
    for (const unknown of [[], later])
      expect(forecast({ capacity: unknown })).toMatchObject({
        p50: '2024-09-10',
        withoutCapacity: ['bj-1'],
        assumptions: [],
      });
  });

  it('is each plant’s own', () => {
    const days = [
      ...daysBefore(Array<number>(28).fill(100)),
      ...daysBefore(Array<number>(28).fill(50), { plant: 'us-1' }),
    ];
    const known = [
      capacity(3_100, '2024-01-01'),
      capacity(1_000, '2024-01-01', 'us-1'),
      capacity(3_000, '2024-08-05', 'us-1'),
    ];
    // A week of 150 a day, then 250 a day.
    expect(forecast({ days, capacity: known, target: 4_200 + 1_050 + 2_500 }).p50).toBe(addDays(TODAY, 16));
  });
});

describe('the range of a forecast', () => {
  const days = daysBefore(noisyDays(91, 300, 30));
  const noisy = { days, target: 60_000 };

  it('is as wide as the weeks are unlike each other', () => {
    const { p10, p50, p85, spreadDays } = forecast(noisy);
    expect([p10, p50, p85].toSorted()).toEqual([p10, p50, p85]);
    expect(spreadDays).toBeGreaterThan(3);
    const calm = forecast({ ...noisy, days: daysBefore(noisyDays(91, 300, 5)) });
    expect(calm.spreadDays).toBeLessThan(spreadDays ?? 0);
  });

  it('has the share of paths that make the due date at their percentiles', () => {
    const { p10, p50, p85 } = forecast(noisy);
    for (const [due, least] of [
      [p10, 0.1],
      [p50, 0.5],
      [p85, 0.85],
    ] as const) {
      expect(forecast({ ...noisy, due: due ?? '' }).probabilityByDue).toBeGreaterThanOrEqual(least);
      expect(forecast({ ...noisy, due: addDays(due ?? '', -1) }).probabilityByDue).toBeLessThan(least);
    }
  });

  it('has a path whose counts rise, and whose percentiles are in order', () => {
    const { path } = forecast(noisy);
    for (const [index, { date, p10, p50, p85 }] of path.entries()) {
      expect(p10 <= p50 && p50 <= p85).toBe(true);
      const before = path[index - 1];
      if (before) expect([date > before.date, p50 >= before.p50]).toEqual([true, true]);
    }
  });

  it('is the same for the same question, to the last byte, whatever order its days come in', () => {
    const mixed = {
      days: [...daysBefore(noisyDays(60, 200, 30)), ...daysBefore(noisyDays(60, 90, 60, 7), { model: 'YU7' })],
    };
    const first = JSON.stringify(forecast({ ...mixed, target: 40_000 }));
    expect(JSON.stringify(forecast({ ...mixed, target: 40_000 }))).toBe(first);
    expect(JSON.stringify(forecast({ days: mixed.days.toReversed(), target: 40_000 }))).toBe(first);
    const asOneModel = mixed.days.map((day) => ({ ...day, model: 'any' }));
    expect(JSON.stringify(forecast({ days: asOneModel, target: 40_000 }))).toBe(first);
    expect(JSON.stringify(forecast({ ...mixed, target: 40_000, milestone: 'm-2' }))).not.toBe(first);
  });
});

describe('a young ledger', () => {
  it('makes up no date from fewer than ten days', () => {
    expect(finish(milestoneForecast(question({ days: daysBefore(Array<number>(9).fill(100)) })))).toBeUndefined();
    expect(finish(milestoneForecast(question({ days: [] })))).toBeUndefined();
    expect(forecast({ days: daysBefore(Array<number>(10).fill(100)) })).toMatchObject({
      window: { from: '2024-07-19', days: 10 },
      p50: '2024-10-26',
      backtest: 'untested',
      weeklyDrift: 0,
    });
  });

  it('puts a run of seven days on its weekdays, wherever it begins', () => {
    const weekly = [100, 100, 100, 100, 100, 40, 0];
    const days = daysBefore(Array.from({ length: 12 }, (_, day) => weekly[(day + 2) % 7] ?? 0));
    const value = days.reduce((sum, { count }) => sum + count, 0);
    // Three weeks of 540 a week, then Monday to Wednesday.
    expect(forecast({ days, target: value + 3 * 540 + 300 })).toMatchObject({
      p10: addDays(TODAY, 23),
      p85: addDays(TODAY, 23),
    });
  });

  it('has data since its first count, not since the days that were asked for', () => {
    const sparse = daysBefore([...Array<number>(20).fill(0), ...Array<number>(8).fill(70)]).filter(
      ({ count }) => count > 0,
    );
    expect(finish(milestoneForecast(question({ days: sparse })))).toBeUndefined();
    expect(forecast({ days: sparse, since: '2024-03-01' })).toMatchObject({ window: { days: 28 }, pacePerDay: 20 });
  });
});
