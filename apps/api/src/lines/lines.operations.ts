import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading } from '../describing/reading.js';
import { lines } from './lines.controller.js';

export const LINES: readonly Operation[] = [
  reading({
    id: 'lines',
    path: '/v1/lines',
    summary: 'How each line stands',
    description:
      'Of its open halts a line lists those after `after`, at most `limit`, and what one answer has room for; the next page of them is to be asked for with the same `asOf` and `at`.',
    query: lines,
    answer: answers.lines,
    examples: [
      asks('now', 'At the time of asking'),
      asks('then', 'At another time', { at: '2024-07-20T13:15:00+08:00', plant: 'bj-1' }),
    ],
  }),
];
