import type { MonthlyTotalsRow, TargetStatus } from '@plant-ledger/contract';
import { wholeTarget } from './month-target.js';

const target = (current: number, value: number, scope: Partial<TargetStatus> = {}): TargetStatus => ({
  metric: 'produced',
  first: current,
  current,
  value,
  attainment: value / current,
  attainmentFirst: value / current,
  state: 'on-track',
  projected: { p10: 1, p50: 2, p85: 3, probability: 0.5 },
  haltBudgetMinutes: null,
  daysOfStock: null,
  ...scope,
});
const month = (produced: number, ...targets: TargetStatus[]): MonthlyTotalsRow => ({
  month: '2024-07',
  produced,
  delivered: 0,
  returned: 0,
  scrapped: 0,
  netDelivered: 0,
  targets,
});
const whole = (row: MonthlyTotalsRow) => wholeTarget(row, 'produced');

describe('what a month is held against', () => {
  it('is the target of all plants, which those of single plants are a part of', () => {
    const row = month(10, target(8, 6, { plant: 'bj-1' }), target(20, 10), target(12, 4, { plant: 'my-plant' }));
    expect(whole(row)).toMatchObject({ current: 20, attainment: 0.5, state: 'on-track', projected: { p50: 2 } });
  });

  it('is the sum of what the plants are to make, where they make all of it', () => {
    const row = month(10, target(8, 6, { plant: 'bj-1' }), target(12, 4, { plant: 'my-plant' }));
    expect(whole(row)).toEqual({ current: 20, attainment: 0.5, state: undefined, projected: null });
  });

  it.each([
    ['one plant has none', month(10, target(8, 6, { plant: 'bj-1' }))],
    ['parts overlap', month(10, target(8, 5, { plant: 'bj-1' }), target(12, 5, { model: 'SU7' }))],
    ['nothing is planned', month(10)],
  ])('is nothing where %s', (_why, row) => {
    expect(whole(row)).toBeUndefined();
  });

  it('is the only plant’s own target where nobody else makes anything', () => {
    expect(whole(month(6, target(8, 6, { plant: 'bj-1' })))).toMatchObject({ current: 8, attainment: 0.75 });
  });
});
