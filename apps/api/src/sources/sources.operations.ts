import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, untagged } from '../describing/reading.js';
import { sources } from './sources.controller.js';

export const SOURCES: readonly Operation[] = [
  untagged({
    id: 'sources',
    path: '/v1/sources',
    tag: 'books',
    needs: 'sources',
    summary: 'Who tells the ledger anything, and what of it is late or missing',
    query: sources,
    answer: answers.sources,
    examples: [asks('all', 'All of them')],
  }),
];
