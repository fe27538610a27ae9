import { addDays, finish, milestoneForecast } from '@plant-ledger/domain';
import { createForecasts, forecastSize, forecastView } from './milestone-forecasts.js';

const AT = '2024-07-29';
const counts = (count: (day: number) => number, length = 84) =>
  Array.from({ length }, (_, day) => ({
    date: addDays(AT, day - length),
    plant: 'bj-1',
    model: 'SU7',
    count: count(day),
  }));
const question = (target: number, days = counts((day) => 300 + ((day * 37) % 23))) => ({
  milestone: 'made',
  target,
  due: '2024-12-31',
  value: days.reduce((sum, { count }) => sum + count, 0),
  days,
  capacity: [],
  at: AT,
});

describe('forecasts', () => {
  it('are made once for each question, and again when it is no longer among the latest', async () => {
    const size = forecastSize(await createForecasts()(question(60_000)));
    const forecasts = createForecasts(2.5 * size);
    const [one, two] = [await forecasts(question(60_000)), await forecasts(question(61_000))];
    expect(await forecasts(question(60_000))).toBe(one);
    await forecasts(question(62_000));
    expect(await forecasts(question(60_000))).toBe(one);
    const again = await forecasts(question(61_000));
    expect(again).not.toBe(two);
    expect(again).toEqual(two);
  });

  it('asked for at the same time are made once', async () => {
    const forecasts = createForecasts();
    const [one, other] = await Promise.all([forecasts(question(60_000)), forecasts(question(60_000))]);
    expect(one).toBe(other);
  });

  it('are the same in slices as at once, and let others in between', async () => {
    let turns = 0;
    const turn = setInterval(() => (turns += 1), 1);
    // Some paths of ten years: a long one.
    const asked = question(1_100_000);
    const sliced = await createForecasts()(asked);
    clearInterval(turn);
    expect(turns).toBeGreaterThan(2);
    expect(JSON.stringify(sliced)).toBe(JSON.stringify(finish(milestoneForecast(asked))));
  });

  it('say in words when their ranges did not hold in the past', () => {
    const notes = (days: ReturnType<typeof counts>) => {
      const forecast = finish(milestoneForecast({ ...question(1e6, days), capacity: [] }));
      if (!forecast) throw new Error('no forecast');
      return forecastView({ ...forecast, assumptions: [], withoutCapacity: [] }).notes;
    };
    expect(notes(counts(() => 100))).toEqual([]);
    expect(notes(counts((day) => Math.round(10 * 2 ** (day / 14))))).toEqual([
      'Such ranges held in 0 of 5 past cases, where 3 in 4 should: take this one as too narrow.',
    ]);
  });
});
