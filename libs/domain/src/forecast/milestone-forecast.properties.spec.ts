import fc from 'fast-check';
import { addDays } from '../time/calendar.js';
import { milestoneForecast, type MilestoneForecast, type MilestoneQuestion } from './milestone-forecast.js';
import { finish } from './paths.js';
import { daysBefore, question, TODAY } from './testing/histories.js';

const RUNS = { numRuns: 12 };

const asked = fc
  .record({
    counts: fc.array(fc.nat({ max: 400 }), { minLength: 10, maxLength: 60 }),
    others: fc.array(fc.nat({ max: 90 }), { maxLength: 40 }),
    capacities: fc.array(fc.tuple(fc.integer({ min: -60, max: 200 }), fc.integer({ min: 0, max: 20_000 })), {
      maxLength: 4,
    }),
    target: fc.integer({ min: 1, max: 120_000 }),
    due: fc.integer({ min: -20, max: 500 }),
  })
  .map(({ counts, others, capacities, target, due }) => {
    const days = [...daysBefore(counts), ...daysBefore(others, { plant: 'us-1' })];
    return question({
      days,
      target: days.reduce((sum, { count }) => sum + count, 0) + target,
      due: addDays(TODAY, due),
      capacity: [
        { plant: 'bj-1', unitsPerMonth: 10_000, effectiveFrom: '2023-01-01' },
        ...capacities.map(([day, unitsPerMonth]) => ({
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
        expect(dates(answer).every((date) => date >= TODAY)).toBe(true);
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
