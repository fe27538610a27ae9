import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading } from '../describing/reading.js';
import { downtime } from './downtime.controller.js';

export const DOWNTIME: readonly Operation[] = [
  reading({
    id: 'downtime',
    path: '/v1/downtime',
    summary: 'How long lines stood still, and why',
    description:
      'An instant as `from` or `to` is where the period begins, or ends. Rows that one answer has no room for are on the next page, to be asked for with the same `asOf` and `at`.',
    query: downtime,
    answer: answers.downtime,
    examples: [
      asks('by-reason', 'A month by reason', { from: '2024-07', to: '2024-07', groupBy: 'reason' }),
      asks('one-hour', 'Between two instants', {
        from: '2024-07-20T13:00:00+08:00',
        to: '2024-07-20T14:00:00+08:00',
        groupBy: 'line',
      }),
    ],
  }),
];
