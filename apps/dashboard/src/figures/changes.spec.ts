import type { Change } from '@plant-ledger/contract';
import { inOrder } from './changes.js';

const change = (of: Change['of'], figure: string, events: number, month?: string): Change => ({
  of,
  figure,
  before: null,
  after: 1,
  events,
  link: '/v1/explain',
  ...(month === undefined ? {} : { month }),
});

describe('what changed', () => {
  it('is told newest first, milestones before all, and by the events behind it', () => {
    const order = inOrder([
      change('monthly-totals', 'produced', 9, '2024-03'),
      change('monthly-totals', 'scrapped', 1, '2024-07'),
      change('monthly-totals', 'produced', 5, '2024-07'),
      change('stock', 'transit', 3),
      change('milestones', 'value', 2),
    ]).map(({ figure, month }) => [figure, month]);
    expect(order).toEqual([
      ['value', undefined],
      ['transit', undefined],
      ['produced', '2024-07'],
      ['scrapped', '2024-07'],
      ['produced', '2024-03'],
    ]);
  });
});
