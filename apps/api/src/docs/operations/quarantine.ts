import { eventIdOf } from '@plant-ledger/domain';
import { discarding, selection } from '../../quarantine/quarantine-requests.js';
import { quarantine as asked } from '../../reading/things.controller.js';
import { eventResult } from '../answers/intake.js';
import * as answered from '../answers/quarantine.js';
import { SOURCE } from '../events/event-examples.js';
import { sentSchema } from '../json-schema.js';
import { json } from './content.js';
import type { Operation } from './operation.js';
import { asks, reading } from './reading.js';

const id = { type: 'string', format: 'uuid', description: 'The eventId under which it is kept.' };
const SETTLED = {
  404: ['not-found'],
  409: ['already-settled'],
  503: ['store-unavailable', 'log-damaged', 'disk-nearly-full', 'contended'],
} as const;

/** The eventId of the event that the example `refused` of `POST /v1/events` sends. */
const refused = eventIdOf(SOURCE, 'refused-1');

export const QUARANTINE: readonly Operation[] = [
  reading({
    id: 'quarantine',
    path: '/v1/quarantine',
    tag: 'quarantine',
    summary: 'What was refused or waits, in the order in which it was first seen',
    query: asked,
    answer: answered.quarantine,
    examples: [asks('rejected', 'What was refused', { state: 'rejected' }), asks('all', 'Everything', { limit: '10' })],
  }),
  {
    id: 'retry',
    method: 'post',
    path: '/v1/quarantine/{id}/retry',
    tag: 'quarantine',
    summary: 'Decides one kept event anew',
    pathParameters: { id },
    answers: { 200: { description: 'What became of it.', content: json('EventResult', eventResult) } },
    problems: SETTLED,
    examples: [asks('still-refused', 'Refused again', {}, { id: refused })],
  },
  {
    id: 'retryMany',
    method: 'post',
    path: '/v1/quarantine/retry',
    tag: 'quarantine',
    summary: 'Decides every rejected event of a code or source anew, the longest kept first',
    query: selection,
    answers: { 200: { description: 'How many, by result.', content: json('RetryCounts', answered.retriedMany) } },
    problems: {
      400: ['invalid-parameter'],
      503: ['store-unavailable', 'log-damaged', 'disk-nearly-full', 'contended'],
    },
    examples: [asks('by-code', 'Of one code', { code: 'unknown-line' })],
  },
  {
    id: 'discard',
    method: 'post',
    path: '/v1/quarantine/{id}/discard',
    tag: 'quarantine',
    summary: 'Gives a kept event up; the reason stays on record',
    pathParameters: { id },
    body: { 'application/json': sentSchema(discarding) },
    answers: { 200: { description: 'It is given up.', content: json('Discarded', answered.discarded) } },
    problems: { 400: ['bad-request'], 413: ['too-large'], ...SETTLED },
    examples: [
      {
        name: 'with-a-reason',
        summary: 'By someone, for a reason',
        path: { id: refused },
        mediaType: 'application/json',
        body: { reason: 'Sent by a test system.', actor: 'operator/3' },
        status: 200,
      },
      {
        name: 'again',
        summary: 'There is nothing left to do about it',
        path: { id: refused },
        mediaType: 'application/json',
        body: { reason: 'Once more.' },
        status: 409,
      },
    ],
  },
];
