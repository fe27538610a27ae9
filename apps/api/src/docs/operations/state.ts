import * as answers from '@plant-ledger/contract';
import { none } from '../../status/status.controller.js';
import { json, only } from '../../describing/content.js';
import type { Operation } from '../../describing/operation.js';
import { asks } from '../../describing/reading.js';

const ETAG = { type: 'string', description: 'Of all that the answer says.' };

export const STATE: readonly Operation[] = [
  {
    id: 'status',
    method: 'get',
    path: '/v1/status',
    needs: 'status',
    tag: 'state',
    summary: 'How far the log and the figures have come',
    query: none,
    headers: { 'If-None-Match': { type: 'string', description: 'An ETag of this path: 304 if nothing has changed.' } },
    answers: {
      200: {
        description: 'The state of the ledger.',
        headers: { ETag: ETAG },
        content: json('Status', answers.status),
      },
      304: { description: 'Nothing has changed since the answer with this ETag.', headers: { ETag: ETAG } },
    },
    problems: { 400: ['invalid-parameter'] },
    examples: [asks('now', 'How it stands')],
  },
  {
    id: 'alive',
    method: 'get',
    path: '/livez',
    needs: 'nothing',
    tag: 'state',
    summary: 'Whether the process lives',
    answers: { 200: { description: 'It does.', content: json('Alive', answers.alive) } },
    examples: [asks('alive', 'It lives')],
  },
  {
    id: 'ready',
    method: 'get',
    path: '/readyz',
    needs: 'nothing',
    tag: 'state',
    summary: 'Whether it should be sent to',
    answers: { 200: { description: 'It should.', content: json('Ready', answers.ready) } },
    problems: { 503: ['not-ready'] },
    examples: [asks('ready', 'It is')],
  },
  {
    id: 'metrics',
    method: 'get',
    path: '/metrics',
    needs: 'metrics',
    tag: 'state',
    summary: 'Metrics for Prometheus',
    answers: {
      200: { description: 'In its text format.', content: only('text/plain', 'string') },
    },
    examples: [asks('now', 'All of them')],
  },
];
