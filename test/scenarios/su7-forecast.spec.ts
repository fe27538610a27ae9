import { finish, milestoneForecast, type DayCounts, type MilestoneQuestion } from '@plant-ledger/domain';
import { assumptions, report, su7Scenario } from '../../apps/simulator/src/index.js';
import { simulatedDates } from '../../libs/domain/src/forecast/testing/plain-simulation.js';

const DAY = 86_400_000;
const daysApart = (one: string, other: string | null | undefined) =>
  Math.abs(Date.parse(one) - Date.parse(other ?? '')) / DAY;

/** The scenario's deliveries by day, counted from its events. */
function deliveries(seed: number): MilestoneQuestion {
  const counts = new Map<string, number>();
  for (const { type, time } of su7Scenario({ seed }))
    if (type === 'UnitDelivered') counts.set(time.slice(0, 10), (counts.get(time.slice(0, 10)) ?? 0) + 1);
  const days = [...counts].map(([date, count]): DayCounts => ({
    date,
    plant: report.plant,
    model: report.model,
    count,
  }));
  return {
    milestone: 'deliveries-100k',
    target: 100_000,
    due: report.milestonesDue,
    value: days.reduce((sum, { count }) => sum + count, 0),
    days,
    capacity: assumptions.capacity.value.map(({ unitsPerMonth, from }) => ({
      plant: report.plant,
      unitsPerMonth,
      effectiveFrom: from,
    })),
    at: '2024-07-29',
  };
}

describe.each([1, 2, 3])('100,000 deliveries in the reference scenario, seed %i, asked on 2024-07-29,', (seed) => {
  const asked = deliveries(seed);
  const forecast = finish(milestoneForecast(asked));

  it('come by early November with the expansion, and after the due date without it', () => {
    expect(forecast?.p50).toMatch(/^2024-(10-3[01]|11-0[1-8])$/);
    expect(forecast?.withoutAssumptions.p50).toMatch(/^2025-01-(1[7-9]|2\d|3[01])$/);
    expect(forecast?.probabilityByDue).toBe(1);
    expect(forecast?.assumptions).toHaveLength(3);
  });

  it('come on the same days in a simulation written separately', () => {
    const [first] = asked.capacity;
    const capacity = first ? [first] : [];
    for (const [question, dates] of [
      [asked, forecast],
      [{ ...asked, capacity }, forecast?.withoutAssumptions],
    ] as const) {
      const simulated = simulatedDates(question, 1_000, 400);
      expect(daysApart(simulated[499] ?? '', dates?.p50)).toBeLessThanOrEqual(2);
      expect(daysApart(simulated[849] ?? '', dates?.p85)).toBeLessThanOrEqual(2);
    }
  });

  it('come on the day a person reckons with a pencil, give or take four', () => {
    // 9,700 in July's 28 days at 11,000 a month: so much of each month's capacity, until 59,800 more are delivered.
    const share = 9_700 / 28 / 11_000;
    let [left, day] = [59_800, Date.parse('2024-07-29')];
    for (; left > 0; day += DAY) {
      const month = new Date(day).getUTCMonth() + 1;
      left -= share * (month === 7 ? 11_000 : month === 8 ? 16_000 : month === 9 ? 21_000 : 24_000);
    }
    expect(daysApart(new Date(day - DAY).toISOString().slice(0, 10), forecast?.p50)).toBeLessThanOrEqual(4);
  });
});
