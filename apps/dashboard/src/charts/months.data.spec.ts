import type { MonthlyTotalsRow, TargetStatus } from '@plant-ledger/contract';
import type { Reading } from '../ledger/read-page.js';
import { everyMonth, monthBars, monthsSheet } from './months.data.js';

const target = (plant: string | undefined, current: number, value: number): TargetStatus => {
  const projected = { p10: value + 1, p50: value + 2, p85: value + 3, probability: 0.5 };
  const share = { attainment: 0, attainmentFirst: 0 };
  const outlook = { state: 'on-track', projected, haltBudgetMinutes: null, daysOfStock: null } as const;
  return { metric: 'produced', plant, first: current, current, value, ...share, ...outlook };
};
const row = (month: string, produced: number, targets: readonly TargetStatus[] = []): MonthlyTotalsRow => ({
  month,
  produced,
  delivered: 0,
  returned: 0,
  scrapped: 0,
  netDelivered: 0,
  targets,
});
const reading = { moment: { now: '2024-07-29T04:00:00.000Z', zone: 'UTC' } } as Reading;

describe('months as bars', () => {
  const all = row('2024-07', 10, [target('bj-1', 8, 6), target(undefined, 20, 10), target('my-plant', 12, 4)]);

  it('have one notch and one range, those of all plants, however many plants have their own', () => {
    expect(monthBars([all], 'produced')).toMatchObject([{ target: 20, projected: { low: 11, mid: 12, high: 13 } }]);
  });

  it('run evenly, also over months of which nothing was told', () => {
    const months = everyMonth([row('2023-11', 1), row('2024-02', 2)]).map(({ month, produced }) => [month, produced]);
    expect(months).toEqual([
      ['2023-11', 1],
      ['2023-12', 0],
      ['2024-01', 0],
      ['2024-02', 2],
    ]);
  });
});

describe('the table of the months', () => {
  it('has what the chart shows, no two columns of one name', () => {
    const published = { produced: 7, delivered: 1, returned: 0, scrapped: 0, netDelivered: 1 };
    const { columns, rows } = monthsSheet(
      [
        {
          ...row('2024-07', 10, [target(undefined, 20, 10)]),
          restatement: { published, current: published, difference: published },
        },
      ],
      reading,
    );
    expect(new Set(columns).size).toBe(columns.length);
    const reported = Object.fromEntries(columns.map((name, index) => [name, rows[0]?.[index]]));
    expect(reported).toMatchObject({
      Month: '2024-07, running',
      'Produced, target': 20,
      'Produced, share of target': '50.0 %',
      'Produced, expected': 12,
      'Produced, expected at least': 11,
      'Produced, expected at most': 13,
      'Produced, as published': 7,
      'Delivered, net, as published': 1,
    });
  });

  it('tells targets that make no whole one by one, and no share', () => {
    const { columns, rows } = monthsSheet([row('2024-06', 10, [target('bj-1', 8, 6)])], reading);
    const reported = Object.fromEntries(columns.map((name, index) => [name, rows[0]?.[index]]));
    expect(reported).toMatchObject({
      'Produced, target': null,
      'Produced, share of target': null,
      'Targets of plants and models': 'bj-1: 6 of 8 produced',
    });
  });
});
