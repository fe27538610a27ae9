import { addDays } from '../time/calendar.js';
import { dayNumber } from './history.js';
import { milestoneForecast, type MilestoneQuestion } from './milestone-forecast.js';
import { finish } from './paths.js';
import { capacity, daysBefore, noisyDays, question, TODAY } from './testing/histories.js';

const forecast = (changes: Partial<MilestoneQuestion> = {}) => {
  const answer = finish(milestoneForecast(question(changes)));
  if (!answer) throw new Error('no forecast');
  return answer;
};
const daysTo = (date: string | null) => dayNumber(date ?? '') - dayNumber(TODAY);
const widthOf = ({ p10, p85 }: { p10: string | null; p85: string | null }) => daysTo(p85) - daysTo(p10);

describe('a milestone of a plant that makes 100 a day, every day', () => {
  it('is expected about when the pace says, and its range has days on both sides of that', () => {
    // 5,600 by yesterday: 44 more days, today the first of them; a day or so may be lost to stops.
    const answer = forecast();
    expect(answer).toMatchObject({
      runRate: '2024-09-10',
      pacePerDay: 100,
      requiredPerDay: 28.2051,
      window: { from: '2024-07-01', to: '2024-07-28', days: 28 },
      method: 'pace-calibrated-2',
      seed: 'm-1/pace-calibrated-2/2024-07-29',
      assumptions: [],
      withoutCapacity: [],
    });
    expect(Math.abs(daysTo(answer.p50) - 44)).toBeLessThanOrEqual(2);
    expect(daysTo(answer.p10)).toBeLessThan(43);
    expect(daysTo(answer.p85)).toBeGreaterThan(44);
  });

  it('has a narrower range the longer it has been as steady', () => {
    const width = (days: number) =>
      widthOf(forecast({ days: daysBefore(noisyDays(days, 100, 10)), target: 100 * days + 4_400 }));
    expect(width(1_000)).toBeLessThan(width(300));
    expect(width(300)).toBeLessThan(width(40));
  });

  it('is never sure, either way, but of what is over', () => {
    expect(forecast({ due: '2026-12-31' }).probabilityByDue).toBe(0.99);
    expect(forecast({ due: '2024-07-30' }).probabilityByDue).toBe(0.01);
    expect(forecast({ due: '2024-07-28' }).probabilityByDue).toBe(0);
    expect(forecast({ due: '2024-07-01' }).requiredPerDay).toBeNull();
  });

  it('does not count twice what the running day has had already', () => {
    const today = (count: number) => [
      ...daysBefore(Array<number>(56).fill(100)),
      { date: TODAY, plant: 'bj-1', model: 'SU7', count },
    ];
    const without = forecast({ value: 5_600 });
    expect(forecast({ days: today(20), value: 5_620 }).p50).toBe(without.p50);
    // More than a day's usual: what is there is there.
    expect(daysTo(forecast({ days: today(900), value: 6_500 }).p50)).toBeLessThan(daysTo(without.p50) - 6);
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

  it('comes on the running day when it has been reached or nearly so', () => {
    expect(forecast({ target: 5_610 })).toMatchObject({ p10: TODAY, p50: TODAY, p85: TODAY });
    expect(forecast({ target: 5_000 })).toMatchObject({ p10: TODAY, p50: TODAY, p85: TODAY, requiredPerDay: 0 });
  });

  it('says nothing of what lies more than ten years ahead', () => {
    expect(forecast({ target: 5_600 + 3_000 * 100 }).p50).not.toBeNull();
    expect(forecast({ target: 5_600 + 4_000 * 100 }).p50).toBeNull();
  });
});

describe('a plant that stands still', () => {
  it('after four weeks is expected at a quarter of its longer pace, at the most', () => {
    const days = daysBefore([...Array<number>(300).fill(100), ...Array<number>(28).fill(0)]);
    const answer = forecast({ days, target: 32_000 });
    expect(answer.runRate).toBeNull();
    expect(daysTo(answer.p50)).toBeGreaterThan(40);
  });

  it('has no date and no chance when it has not worked for twelve', () => {
    const days = daysBefore([...Array<number>(300).fill(100), ...Array<number>(84).fill(0)]);
    expect(forecast({ days, target: 40_000 })).toMatchObject({
      p10: null,
      p50: null,
      p85: null,
      runRate: null,
      daysAheadP50: null,
      spreadDays: null,
      probabilityByDue: 0,
      asPlanned: { p50: null, p85: null, daysAheadP50: null },
      withoutAssumptions: { p50: null, p85: null, daysAheadP50: null, probabilityByDue: 0 },
    });
  });

  it('for two weeks that are over keeps its pace', () => {
    const stopped = [...Array<number>(200).fill(100), ...Array<number>(14).fill(0), ...Array<number>(7).fill(100)];
    const [, before] = [0, 44];
    const answer = forecast({ days: daysBefore(stopped), target: 20_700 + 4_400 });
    expect(Math.abs(daysTo(answer.p50) - before)).toBeLessThanOrEqual(6);
  });
});

describe('capacity to come', () => {
  const doubled = [capacity(3_100, '2024-01-01'), capacity(6_200, '2024-08-12')];

  it('lifts the pace from its day on as planned, and later or less in the main forecast, whose range is wider', () => {
    const answer = forecast({ capacity: doubled });
    const bare = forecast();
    // 14 days of 100, then 15 of 200.
    expect(Math.abs(daysTo(answer.asPlanned.p50) - 28)).toBeLessThanOrEqual(2);
    expect(daysTo(answer.p50)).toBeGreaterThan(daysTo(answer.asPlanned.p50));
    expect(daysTo(answer.p50)).toBeLessThan(daysTo(bare.p50));
    expect(answer.withoutAssumptions).toMatchObject({ p50: bare.p50, p85: bare.p85 });
    expect(answer.assumptions).toMatchObject([{ plant: 'bj-1', unitsPerMonth: 6_200, effectiveFrom: '2024-08-12' }]);
  });

  it('is assumed from the running day on; what a whole day has shown is not', () => {
    const from = (date: string) =>
      forecast({ capacity: [capacity(3_100, '2024-01-01'), capacity(6_200, date)] }).assumptions;
    expect(from(TODAY)).toMatchObject([{ effectiveFrom: TODAY }]);
    expect(from('2024-07-28')).toEqual([]);
  });

  it('stays uncertain for weeks after its day, until days have shown it', () => {
    const step = [capacity(3_100, '2024-01-01'), capacity(6_200, '2024-07-27')];
    const shown = daysBefore([...Array<number>(200).fill(100), ...Array<number>(42).fill(200)]);
    const unshown = daysBefore(Array<number>(242).fill(100));
    const ofStep = (days: typeof shown, target: number) => forecast({ days, target, capacity: step });
    // On paper the capacity has doubled two days ago; that the plant counts 200 a day is not known.
    expect(daysTo(ofStep(unshown, 24_200 + 8_000).asPlanned.p50)).toBeLessThan(
      daysTo(ofStep(unshown, 24_200 + 8_000).p50),
    );
    const six = [capacity(3_100, '2024-01-01'), capacity(6_200, addDays(TODAY, -42))];
    expect(Math.abs(daysTo(forecast({ days: shown, target: 28_400 + 8_000, capacity: six }).p50) - 40)).toBeLessThan(5);
  });

  it('comes as late as the ledger has seen its expansions come', () => {
    const plan = [
      capacity(3_100, '2021-01-01'),
      capacity(6_200, addDays(TODAY, -200)),
      capacity(12_400, addDays(TODAY, 14)),
    ];
    const late = (days: number) =>
      forecast({
        days: daysBefore([...Array<number>(200 + days).fill(100), ...Array<number>(200 - days).fill(200)]),
        capacity: plan,
        value: 50_000,
        target: 50_000 + 16_000,
      });
    expect(daysTo(late(70).p50)).toBeGreaterThan(daysTo(late(0).p50));
    expect(daysTo(late(70).asPlanned.p50)).toBeLessThan(daysTo(late(70).p50));
  });

  it('holds as told last for a date, and a fall of it comes on its day', () => {
    const revised = forecast({ capacity: [...doubled, capacity(1_550, '2024-08-12')] });
    expect(revised.assumptions).toMatchObject([{ unitsPerMonth: 1_550 }]);
    // 14 days of 100, then 60 of 50.
    expect(Math.abs(daysTo(revised.p50) - 73)).toBeLessThanOrEqual(3);
  });

  it('of nothing stops the plant until there is some again', () => {
    const closed = [capacity(3_100, '2024-01-01'), capacity(0, '2024-08-12'), capacity(3_100, '2024-08-26')];
    const open = daysTo(forecast().p50);
    expect(Math.abs(daysTo(forecast({ capacity: closed }).p50) - open - 14)).toBeLessThanOrEqual(2);
    expect(forecast({ capacity: closed.slice(0, 2) }).p50).toBeNull();
  });

  it('that nobody told leaves the pace as it is, and the answer names the plant', () => {
    const later = [capacity(6_200, '2024-08-12')];
    for (const unknown of [[], later])
      expect(forecast({ capacity: unknown })).toMatchObject({
        p50: forecast().p50,
        withoutCapacity: ['bj-1'],
        assumptions: [],
      });
  });

  it('is each plant’s own', () => {
    const days = [
      ...daysBefore(Array<number>(56).fill(100)),
      ...daysBefore(Array<number>(56).fill(50), { plant: 'us-1' }),
    ];
    const known = [
      capacity(3_100, '2024-01-01'),
      capacity(1_000, '2024-01-01', 'us-1'),
      capacity(3_000, '2024-08-05', 'us-1'),
    ];
    // A week of 150 a day, then 250 a day.
    const { asPlanned } = forecast({ days, capacity: known, target: 8_400 + 1_050 + 5_000 });
    expect(Math.abs(daysTo(asPlanned.p50) - 26)).toBeLessThanOrEqual(2);
  });
});

describe('the range of a forecast', () => {
  const days = daysBefore(noisyDays(200, 300, 30));
  const noisy = { days, target: 90_000 };

  it('is wider the further ahead it looks', () => {
    const width = (more: number) => widthOf(forecast({ days, target: 55_000 + more }));
    expect(width(60_000)).toBeGreaterThan(width(20_000));
  });

  it('has the chance that its percentiles say', () => {
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
    const ten = forecast({ days: daysBefore(Array<number>(10).fill(100)) });
    expect(ten).toMatchObject({ window: { from: '2024-07-19', days: 10 }, backtest: 'untested' });
    expect(widthOf(ten)).toBeGreaterThan(30);
  });

  it('has data since its first count, not since the days that were asked for', () => {
    const sparse = daysBefore([...Array<number>(20).fill(0), ...Array<number>(8).fill(70)]).filter(
      ({ count }) => count > 0,
    );
    expect(finish(milestoneForecast(question({ days: sparse })))).toBeUndefined();
    expect(forecast({ days: sparse, since: '2024-03-01' })).toMatchObject({ window: { days: 28 }, pacePerDay: 20 });
  });
});
