import * as answers from '@plant-ledger/contract';
import { changes } from '../../changes/changes.controller.js';
import * as explaining from '../../explain/explain.controller.js';
import { log } from '../../log/log.controller.js';
import * as months from '../../months/months.controller.js';
import { sources } from '../../sources/sources.controller.js';
import * as units from '../../units/units.controller.js';
import { lines } from './content.js';
import type { Operation } from './operation.js';
import { asks, reading, untagged, wrong } from './reading.js';

export const BOOKS: readonly Operation[] = [
  reading({
    id: 'explain',
    path: '/v1/explain',
    tag: 'books',
    summary: 'What stands behind a figure, down to its events',
    description: 'Either `figure` or `milestone` is asked for. What all pages list adds up to `value`.',
    query: [explaining.ofUnits, explaining.ofNetwork, explaining.ofMilestone, explaining.ofDowntime],
    answer: answers.explanation,
    problems: { 404: ['unknown-milestone'] },
    examples: [
      asks('delivered', 'Deliveries of a month', { figure: 'delivered', from: '2024-07', to: '2024-07', limit: '1' }),
      asks('downtime', 'Minutes of downtime', { figure: 'downtime', plant: 'bj-1' }),
      asks('cities', 'Cities with a site', { figure: 'cities' }),
      asks('milestone', 'What counts towards a milestone', { milestone: 'next-thousand' }),
      wrong('no-figure', 'Not a figure', { figure: 'happiness' }),
    ],
  }),
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
  reading({
    id: 'unit',
    path: '/v1/units/{vin}',
    tag: 'books',
    summary: 'One vehicle, and everything that was told of it',
    pathParameters: { vin: { type: 'string', description: 'Its identification number.' } },
    query: units.unit,
    answer: answers.unit,
    problems: { 404: ['unknown-unit'] },
    examples: [
      asks('known', 'A vehicle', {}, { vin: 'LSUBJ000000000001' }),
      { name: 'unknown', summary: 'Nothing is known of it', path: { vin: 'LSUBJ000000000099' }, status: 404 },
    ],
  }),
  reading({
    id: 'month',
    path: '/v1/months/{month}',
    tag: 'books',
    summary: "A month's books: what was published, what is known, and what stands between the two",
    pathParameters: { month: { type: 'string', description: 'YYYY-MM' } },
    query: months.monthBooks,
    answer: answers.monthBooks,
    examples: [asks('reopened', 'A month that was closed and reopened', {}, { month: '2024-06' })],
  }),
  untagged({
    id: 'sources',
    path: '/v1/sources',
    tag: 'books',
    summary: 'Who tells the ledger anything, and what of it is late or missing',
    query: sources,
    answer: answers.sources,
    examples: [asks('all', 'All of them')],
  }),
  {
    id: 'log',
    method: 'get',
    path: '/v1/log',
    tag: 'books',
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
