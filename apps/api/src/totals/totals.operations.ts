import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading, wrong } from '../describing/reading.js';
import * as asked from './totals.controller.js';

export const TOTALS: readonly Operation[] = [
  reading({
    id: 'monthlyTotals',
    path: '/v1/monthly-totals',
    summary: 'Produced and delivered by month, against the targets',
    description: 'Months of nothing at all have no row.',
    query: asked.monthlyTotals,
    answer: answers.monthlyTotals,
    examples: [
      asks('one-month', 'A month, all plants and models', { from: '2024-07', to: '2024-07' }),
      asks('by-model', 'By plant and model', { groupBy: 'plant,model' }),
      asks('as-of', 'As it was known at a position', { asOf: '17' }),
      wrong('no-month', 'A date is no month', { from: '2024-07-01' }),
    ],
  }),
  reading({
    id: 'dailyTotals',
    path: '/v1/daily-totals',
    summary: 'Produced and delivered by date',
    description: 'Dates of nothing at all have no row.',
    query: asked.dailyTotals,
    answer: answers.dailyTotals,
    examples: [asks('some-days', 'A few days of one plant', { from: '2024-07-20', to: '2024-07-25', plant: 'bj-1' })],
  }),
];
