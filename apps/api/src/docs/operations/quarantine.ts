import * as contract from '@plant-ledger/contract';
import { eventIdOf } from '@plant-ledger/domain';
import { quarantine as asked, quarantineGroups as groupsAsked } from '../../quarantine/entries.controller.js';
import { SOURCE } from '../events/event-examples.js';
import { sentSchema } from '../../describing/json-schema.js';
import { json } from '../../describing/content.js';
import type { Operation } from '../../describing/operation.js';
import { asks, reading } from '../../describing/reading.js';

const id = { type: 'string', format: 'uuid', description: 'The eventId under which it is kept.' };
/** Required without a body, too. */
const AS_JSON = { 'content-type': 'application/json' };
const JSON_ONLY = ['unsupported-media-type'] as const;
const NOT_TAKEN = ['store-unavailable', 'log-damaged', 'disk-nearly-full', 'contended'] as const;
const SETTLED = { 404: ['not-found'], 409: ['already-settled'], 503: NOT_TAKEN } as const;

/** The eventId of the event that the example `refused` of `POST /v1/events` sends. */
const refused = eventIdOf(SOURCE, 'refused-1');

export const QUARANTINE: readonly Operation[] = [
  reading({
    id: 'quarantine',
    path: '/v1/quarantine',
    tag: 'quarantine',
    needs: 'quarantine:read',
    summary: 'What was refused or waits, in the order in which it was first seen',
    query: asked,
    answer: contract.quarantine,
    examples: [asks('rejected', 'What was refused', { state: 'rejected' }), asks('all', 'Everything', { limit: '10' })],
  }),
  reading({
    id: 'quarantineGroups',
    path: '/v1/quarantine/groups',
    tag: 'quarantine',
    needs: 'quarantine:read',
    summary: 'What is open in quarantine, counted by code and source; the largest group first',
    query: groupsAsked,
    answer: contract.quarantineGroups,
    examples: [asks('groups', 'What is open')],
  }),
  {
    id: 'retry',
    method: 'post',
    path: '/v1/quarantine/{id}/retry',
    tag: 'quarantine',
    needs: 'quarantine:settle',
    summary: 'Decides one kept event anew; a discarded one, too. What stays as it was adds nothing to the log',
    pathParameters: { id },
    answers: { 200: { description: 'What became of it.', content: json('EventResult', contract.eventResult) } },
    problems: { 415: JSON_ONLY, ...SETTLED },
    examples: [{ ...asks('still-refused', 'Refused again', {}, { id: refused }), headers: AS_JSON }],
  },
  {
    id: 'retryMany',
    method: 'post',
    path: '/v1/quarantine/retry',
    tag: 'quarantine',
    needs: 'quarantine:settle',
    summary: 'Decides every open event of a code or source anew, the longest kept first',
    query: contract.selection,
    answers: { 200: { description: 'How many, by result.', content: json('RetryCounts', contract.retriedMany) } },
    problems: { 400: ['invalid-parameter'], 415: JSON_ONLY, 503: NOT_TAKEN },
    examples: [{ ...asks('by-code', 'Of one code', { code: 'not-halted' }), headers: AS_JSON }],
  },
  {
    id: 'discardMany',
    method: 'post',
    path: '/v1/quarantine/discard',
    tag: 'quarantine',
    needs: 'quarantine:settle',
    summary: 'Gives every open event of a code or source up; the reason stays on record',
    query: contract.selection,
    body: { 'application/json': sentSchema(contract.discarding) },
    answers: { 200: { description: 'How many.', content: json('DiscardedMany', contract.discardedMany) } },
    problems: {
      400: ['bad-request', 'invalid-parameter'],
      413: ['too-large'],
      415: JSON_ONLY,
      503: NOT_TAKEN,
    },
    examples: [
      {
        name: 'by-source',
        summary: 'Of one source',
        query: { source: '//nobody.example' },
        mediaType: 'application/json',
        body: { reason: 'Sent by a test system.' },
        status: 200,
      },
    ],
  },
  {
    id: 'discard',
    method: 'post',
    path: '/v1/quarantine/{id}/discard',
    tag: 'quarantine',
    needs: 'quarantine:settle',
    summary: 'Gives a kept event up; the reason stays on record',
    pathParameters: { id },
    body: { 'application/json': sentSchema(contract.discarding) },
    answers: { 200: { description: 'It is given up.', content: json('Discarded', contract.discarded) } },
    problems: { 400: ['bad-request'], 413: ['too-large'], 415: JSON_ONLY, ...SETTLED },
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
