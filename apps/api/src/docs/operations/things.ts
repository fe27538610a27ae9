import * as answers from '@plant-ledger/contract';
import * as downtime from '../../downtime/downtime.controller.js';
import * as asked from '../../lines/lines.controller.js';
import * as milestones from '../../milestones/milestones.controller.js';
import * as sites from '../../network/network.controller.js';
import type { Operation } from './operation.js';
import { asks, reading } from './reading.js';

export const THINGS: readonly Operation[] = [
  reading({
    id: 'milestones',
    path: '/v1/milestones',
    summary: 'The milestones of the plan: how far, and when they will be reached',
    query: milestones.milestones,
    answer: answers.milestones,
    problems: { 404: ['unknown-milestone'] },
    examples: [asks('all', 'All of them'), asks('one', 'One of them', { id: 'next-thousand' })],
  }),
  reading({
    id: 'milestone',
    path: '/v1/milestones/{id}',
    summary: 'One milestone; `/v1/milestones?id=` is for names that a proxy would not leave as they are in a path',
    pathParameters: { id: { type: 'string' } },
    query: milestones.milestone,
    answer: answers.milestone,
    problems: { 404: ['unknown-milestone'] },
    examples: [
      asks('known', 'A milestone', {}, { id: 'next-thousand' }),
      { name: 'unknown', summary: 'None of this name is defined', path: { id: 'none' }, status: 404 },
    ],
  }),
  reading({
    id: 'lines',
    path: '/v1/lines',
    summary: 'How each line stands',
    description:
      'Of its open halts a line lists those after `after`, at most `limit`, and what one answer has room for; the next page of them is to be asked for with the same `asOf` and `at`.',
    query: asked.lines,
    answer: answers.lines,
    examples: [
      asks('now', 'At the time of asking'),
      asks('then', 'At another time', { at: '2024-07-20T13:15:00+08:00', plant: 'bj-1' }),
    ],
  }),
  reading({
    id: 'downtime',
    path: '/v1/downtime',
    summary: 'How long lines stood still, and why',
    description:
      'An instant as `from` or `to` is where the period begins, or ends. Rows that one answer has no room for are on the next page, to be asked for with the same `asOf` and `at`.',
    query: downtime.downtime,
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
  reading({
    id: 'network',
    path: '/v1/network',
    summary: 'Open sites by kind and city',
    query: sites.network,
    answer: answers.network,
    examples: [asks('now', 'As it is known')],
  }),
];
