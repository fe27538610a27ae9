import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading, wrong } from '../describing/reading.js';
import * as asked from './explain.controller.js';

export const EXPLAIN: readonly Operation[] = [
  reading({
    id: 'explain',
    path: '/v1/explain',
    tag: 'books',
    needs: 'vehicles',
    summary: 'What stands behind a figure, down to its events',
    description: 'Either `figure` or `milestone` is asked for. What all pages list adds up to `value`.',
    query: [asked.ofUnits, asked.ofNetwork, asked.ofMilestone, asked.ofDowntime],
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
];
