import { finish, milestoneForecast, type DayCounts, type MilestoneQuestion } from '@plant-ledger/domain';
import { assumptions, report, su7Scenario } from '../../apps/simulator/src/index.js';

const DAY = 86_400_000;
const daysFrom = (one: string | null | undefined, other: string | null | undefined) =>
  (Date.parse(other ?? '') - Date.parse(one ?? '')) / DAY;

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

  it('come at the beginning of November as planned, and somewhat later as plans go', () => {
    expect(forecast?.asPlanned.p50).toMatch(/^2024-11-0[1-8]$/);
    expect(forecast?.asPlanned.daysAheadP50).toBeGreaterThan(52);
    expect(daysFrom(forecast?.asPlanned.p50, forecast?.p50)).toBeGreaterThanOrEqual(0);
    expect(daysFrom(forecast?.asPlanned.p50, forecast?.p50)).toBeLessThan(30);
    expect(forecast?.assumptions).toHaveLength(3);
  });

  it('have a range that is weeks wide, and a chance that is not sure', () => {
    expect(forecast?.spreadDays).toBeGreaterThan(21);
    expect(forecast?.spreadDays).toBeLessThan(100);
    expect(forecast?.probabilityByDue).toBeGreaterThan(0.5);
    expect(forecast?.probabilityByDue).toBeLessThan(0.97);
  });

  it('come after the due date without the expansion', () => {
    expect(forecast?.withoutAssumptions.p50).toMatch(/^2025-01-(1\d|2\d|3[01])$/);
    expect(forecast?.withoutAssumptions.probabilityByDue).toBeLessThan(0.5);
  });

  it('come on the day a person reckons with a pencil, give or take four', () => {
    // 9,700 in July's 28 days at 11,000 a month: so much of each month's capacity, until 59,800 more are delivered.
    const share = 9_700 / 28 / 11_000;
    let [left, day] = [59_800, Date.parse('2024-07-29')];
    for (; left > 0; day += DAY) {
      const month = new Date(day).getUTCMonth() + 1;
      left -= share * (month === 7 ? 11_000 : month === 8 ? 16_000 : month === 9 ? 21_000 : 24_000);
    }
    expect(
      Math.abs(daysFrom(new Date(day - DAY).toISOString().slice(0, 10), forecast?.asPlanned.p50)),
    ).toBeLessThanOrEqual(4);
  });
});
