import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading } from '../describing/reading.js';
import * as asked from './milestones.controller.js';

export const MILESTONES: readonly Operation[] = [
  reading({
    id: 'milestones',
    path: '/v1/milestones',
    summary: 'The milestones of the plan: how far, and when they will be reached',
    query: asked.milestones,
    answer: answers.milestones,
    problems: { 404: ['unknown-milestone'] },
    examples: [asks('all', 'All of them'), asks('one', 'One of them', { id: 'next-thousand' })],
  }),
  reading({
    id: 'milestone',
    path: '/v1/milestones/{id}',
    summary: 'One milestone; `/v1/milestones?id=` is for names that a proxy would not leave as they are in a path',
    pathParameters: { id: { type: 'string' } },
    query: asked.milestone,
    answer: answers.milestone,
    problems: { 404: ['unknown-milestone'] },
    examples: [
      asks('known', 'A milestone', {}, { id: 'next-thousand' }),
      { name: 'unknown', summary: 'None of this name is defined', path: { id: 'none' }, status: 404 },
    ],
  }),
];
