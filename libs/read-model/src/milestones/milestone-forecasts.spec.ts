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

const known = { eventId: 'e', position: '1', note: null, recordedAt: 0, occurredOn: '2020-01-01' };

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
    // Twelve plants whose capacity is to grow, for years to come: a long one.
    const plants = Array.from({ length: 12 }, (_, index) => `bj-${index}`);
    const asked = {
      ...question(
        9_000_000,
        plants.flatMap((plant) => counts((day) => 300 + (day % 23), 900).map((day) => ({ ...day, plant }))),
      ),
      capacity: plants.flatMap((plant) => [
        { ...known, plant, unitsPerMonth: 9_000, effectiveFrom: '2020-01-01' },
        { ...known, plant, unitsPerMonth: 12_000, effectiveFrom: '2024-09-01' },
      ]),
    };
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
    expect(notes(counts((day) => 300 + ((day * 37) % 23), 700))).toEqual([]);
    // Level for a long time, and then a fall that nothing announced.
    const falling = counts((day) => Math.round(day < 400 ? 1_000 : 1_000 * 0.985 ** (day - 400)), 700);
    expect(notes(falling).join()).toMatch(
      /^Past ranges were right \d times in \d+ \([\d.]+ expected\), so the real range is wider\.$/,
    );
  });
});
