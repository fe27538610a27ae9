import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading, wrong } from '../describing/reading.js';
import { changes } from './changes.controller.js';

export const CHANGES: readonly Operation[] = [
  reading({
    id: 'changes',
    path: '/v1/changes',
    tag: 'books',
    summary: 'Which figures are not what they were',
    query: changes,
    answer: answers.changes,
    examples: [
      asks('since', 'Since a position', { since: '16', limit: '5' }),
      wrong('no-zone', 'A bare date has no zone', { since: '2024-07-28' }),
    ],
  }),
];
