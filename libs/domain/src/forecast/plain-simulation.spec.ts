import { dayNumber } from './history.js';
import { milestoneForecast, type MilestoneQuestion } from './milestone-forecast.js';
import { finish } from './paths.js';
import { capacity, daysBefore, noisyDays, question } from './testing/histories.js';
import { simulatedDates } from './testing/plain-simulation.js';

const PATHS = 2_000;

/** Histories unlike each other: level, drifting, several plants, a running day, capacity up and down. */
const QUESTIONS: Readonly<Record<string, MilestoneQuestion>> = {
  'a level pace with capacity to come': question({
    days: daysBefore(noisyDays(56, 346, 8)),
    capacity: [capacity(11_000, '2024-01-01'), capacity(16_000, '2024-08-01'), capacity(24_000, '2024-10-01')],
    target: 75_000,
  }),
  'a pace that falls': question({
    days: daysBefore(noisyDays(28, 300, 6, 3).map((count, day) => Math.round(count * (1 - day / 300)))),
    target: 40_000,
  }),
  'a pace that rises to the capacity': question({
    days: daysBefore(noisyDays(28, 300, 6, 4).map((count, day) => Math.round(count * (1 + day / 200)))),
    capacity: [capacity(10_500, '2024-01-01')],
    target: 60_000,
  }),
  'wild weeks': question({ days: daysBefore(noisyDays(28, 40, 90, 11)), target: 4_000 }),
  'two plants, one of which grew within the window': question({
    days: [
      ...daysBefore(noisyDays(28, 120, 15, 5)),
      ...daysBefore(
        noisyDays(28, 60, 25, 6).map((count, day) => (day < 10 ? count : count * 2)),
        { plant: 'us-1' },
      ),
    ],
    capacity: [
      capacity(5_000, '2024-01-01'),
      capacity(3_000, '2024-09-01'),
      capacity(2_000, '2024-01-01', 'us-1'),
      capacity(4_000, '2024-07-11', 'us-1'),
      capacity(8_000, '2024-10-01', 'us-1'),
    ],
    target: 60_000,
  }),
  'a running day that has had much already': question({
    days: [...daysBefore(noisyDays(40, 50, 40, 9)), { date: '2024-07-29', plant: 'bj-1', model: 'SU7', count: 130 }],
    target: 6_000,
  }),
};

describe('the forecast against a simulation written separately', () => {
  it.each(Object.entries(QUESTIONS))('agrees for %s', (_, asked) => {
    const forecast = finish(milestoneForecast(asked));
    const dates = simulatedDates(asked, PATHS);
    const spread = forecast?.spreadDays ?? 0;
    expect(forecast?.p50).not.toBeNull();
    for (const [percent, own] of [
      [10, forecast?.p10],
      [50, forecast?.p50],
      [85, forecast?.p85],
    ] as const) {
      const other = dates[Math.ceil((percent * PATHS) / 100) - 1];
      const apart = Math.abs(dayNumber(own ?? '') - dayNumber(other ?? ''));
      // Two days, or what 2,000 paths leave open in a wide range.
      expect([percent, own, other, apart <= Math.max(2, spread / 15)]).toEqual([percent, own, other, true]);
    }
    const inTime = dates.filter((date) => date !== undefined && date <= asked.due).length / PATHS;
    expect(Math.abs((forecast?.probabilityByDue ?? NaN) - inTime)).toBeLessThan(0.05);
  });
});
