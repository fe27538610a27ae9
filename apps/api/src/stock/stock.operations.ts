import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading } from '../describing/reading.js';
import { stock } from './stock.controller.js';

export const STOCK: readonly Operation[] = [
  reading({
    id: 'stock',
    path: '/v1/stock',
    summary: 'Units in each account of the books',
    description: 'Every unit produced stands in exactly one of them.',
    query: stock,
    answer: answers.stock,
    examples: [asks('all', 'All of them'), asks('by-model', 'By model', { groupBy: 'model' })],
  }),
];
