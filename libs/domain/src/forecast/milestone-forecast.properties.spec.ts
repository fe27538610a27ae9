import fc from 'fast-check';
import { addDays } from '../time/calendar.js';
import { milestoneForecast, type MilestoneForecast, type MilestoneQuestion } from './milestone-forecast.js';
import { finish } from './paths.js';
import { daysBefore, question, TODAY } from './testing/histories.js';

const RUNS = { numRuns: 25 };

/** Quiet and wild days, runs of nothing, bursts, and more returned than delivered. */
const counts = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.array(fc.nat({ max: 400 }), { minLength: 3, maxLength: 60 }) },
      fc.integer({ min: 1, max: 45 }).map((days) => Array<number>(days).fill(0)),
      fc.constant([9_000]),
      fc.array(fc.integer({ min: -300, max: 50 }), { minLength: 1, maxLength: 12 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.flat())
  .filter((all) => all.length >= 10);

const asked = fc
  .record({
    counts,
    others: fc.array(fc.nat({ max: 90 }), { maxLength: 40 }),
    capacities: fc.array(fc.tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 0, max: 20_000 })), {
      maxLength: 4,
    }),
    target: fc.integer({ min: -50, max: 120_000 }),
    due: fc.integer({ min: -20, max: 500 }),
  })
  .map((made) => {
    const days = [...daysBefore(made.counts), ...daysBefore(made.others, { plant: 'us-1' })];
    return question({
      days,
      since: addDays(TODAY, -made.counts.length),
      target: days.reduce((sum, { count }) => sum + count, 0) + made.target,
      due: addDays(TODAY, made.due),
      capacity: [
        { plant: 'bj-1', unitsPerMonth: 10_000, effectiveFrom: '2023-01-01' },
        ...made.capacities.map(([day, unitsPerMonth]) => ({
          plant: 'bj-1',
          unitsPerMonth,
          effectiveFrom: addDays(TODAY, day),
        })),
      ],
    });
  });

const forecast = (of: MilestoneQuestion): MilestoneForecast => {
  const answer = finish(milestoneForecast(of));
  if (!answer) throw new Error('no forecast');
  return answer;
};
const never = '9999-12-31';
const dates = ({ p10, p50, p85 }: MilestoneForecast) => [p10 ?? never, p50 ?? never, p85 ?? never];
const noneLater = (one: readonly string[], other: readonly string[]) =>
  one.every((date, index) => date <= (other[index] ?? ''));

describe('whatever the history, a forecast', () => {
  it('has its percentiles in order, and a probability that fits them', () => {
    fc.assert(
      fc.property(asked, (of) => {
        const answer = forecast(of);
        expect(dates(answer).toSorted()).toEqual(dates(answer));
        expect((answer.p85 ?? never) <= of.due).toBe(answer.probabilityByDue >= 0.85);
        expect((answer.p50 ?? never) <= of.due).toBe(answer.probabilityByDue >= 0.5);
        expect((answer.p10 ?? never) <= of.due).toBe(answer.probabilityByDue >= 0.1);
        expect(dates(answer).every((date) => date >= TODAY)).toBe(true);
      }),
      RUNS,
    );
  });

  it('has a path that is at the target where the dates say, and never falls', () => {
    fc.assert(
      fc.property(asked, (of) => {
        const { path, p50, p85, p10 } = forecast(of);
        for (const [index, point] of path.entries()) {
          const before = path[index - 1] ?? point;
          expect([point.p10 <= point.p50, point.p50 <= point.p85]).toEqual([true, true]);
          if (index === 0) continue;
          expect([before.date < point.date, before.p50 <= point.p50]).toEqual([true, true]);
          // The count that half of the paths reach is at the target from P50 on, and not before.
          expect([point.date, point.p50 >= of.target]).toEqual([point.date, point.date >= (p50 ?? never)]);
          if (point.date < (p85 ?? never)) expect(point.p10).toBeLessThan(of.target);
          if (point.date < (p10 ?? never)) expect(point.p85).toBeLessThan(of.target);
        }
        for (const date of [p10, p50, p85]) if (date !== null) expect(path.map((point) => point.date)).toContain(date);
      }),
      RUNS,
    );
  });

  it('is never later for more capacity to come, nor for a lower target', () => {
    fc.assert(
      fc.property(asked, fc.nat({ max: 100 }), fc.nat({ max: 5_000 }), (of, day, more) => {
        const added = of.capacity.map((change) =>
          change.effectiveFrom < TODAY ? change : { ...change, unitsPerMonth: change.unitsPerMonth + more },
        );
        expect(noneLater(dates(forecast({ ...of, capacity: added })), dates(forecast(of)))).toBe(true);
        expect(noneLater(dates(forecast({ ...of, target: of.target - day })), dates(forecast(of)))).toBe(true);
      }),
      RUNS,
    );
  });

  it('gives the same bytes again, whatever order days, models and capacities of different dates come in', () => {
    fc.assert(
      fc.property(asked, fc.integer(), (of, mix) => {
        const days = of.days.flatMap((day) => [
          { ...day, model: 'A', count: Math.floor(day.count / 3) },
          { ...day, model: 'B', count: day.count - Math.floor(day.count / 3) },
        ]);
        const shuffled = days.toSorted((one, other) => ((one.count * mix) % 17) - ((other.count * mix) % 17));
        expect(JSON.stringify(forecast({ ...of, days: shuffled }))).toBe(JSON.stringify(forecast(of)));
      }),
      RUNS,
    );
  });
});
