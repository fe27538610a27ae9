import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading } from '../describing/reading.js';
import { monthBooks } from './months.controller.js';

export const MONTHS: readonly Operation[] = [
  reading({
    id: 'month',
    path: '/v1/months/{month}',
    tag: 'books',
    summary: "A month's books: what was published, what is known, and what stands between the two",
    pathParameters: { month: { type: 'string', description: 'YYYY-MM' } },
    query: monthBooks,
    answer: answers.monthBooks,
    examples: [asks('reopened', 'A month that was closed and reopened', {}, { month: '2024-06' })],
  }),
];
