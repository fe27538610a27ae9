import * as answers from '@plant-ledger/contract';
import { lines } from '../describing/content.js';
import type { Operation } from '../describing/operation.js';
import { asks } from '../describing/reading.js';
import { log } from './log.controller.js';

export const LOG: readonly Operation[] = [
  {
    id: 'log',
    method: 'get',
    path: '/v1/log',
    tag: 'books',
    needs: 'log',
    summary: 'The log itself: events in order, as they are stored, one to a line',
    query: log,
    answers: { 200: { description: 'Up to the end of the log.', content: lines('LogLine', answers.logLine) } },
    problems: { 400: ['invalid-parameter'], 503: ['store-unavailable', 'log-damaged'] },
    examples: [
      asks('page', 'Two events after a position', { after: '1', limit: '2' }),
      asks('stream', "A vehicle's events", { stream: 'unit-LSUBJ000000000001', limit: '1' }),
    ],
  },
];
