import { batchResult, eventResult, keptResult, limits, streamLine } from '@plant-ledger/contract';
import { isUnknownThing, RULES, type RuleCode } from '@plant-ledger/domain';
import { z } from 'zod';
import { intakeParameters } from '../../intake/intake-options.js';
import { INTAKE_EXAMPLES } from '../examples/intake-examples.js';
import { EVENT_CODES } from '../problems/problem-codes.js';
import { json, lines } from '../../describing/content.js';
import type { Answered, Operation } from '../../describing/operation.js';
import { asks } from '../../describing/reading.js';

const CLOUD_EVENT = { $ref: '#/components/schemas/CloudEvent' };
/** Codes of an invalid event, and of one that a rule refuses. */
const UNFIT = Object.keys(EVENT_CODES) as (keyof typeof EVENT_CODES)[];
const ELSEWHERE: readonly string[] = ['out-of-order', 'conflicting-duplicate', 'duplicate-differs'];
const REFUSED = (Object.keys(RULES) as RuleCode[]).filter((code) => !ELSEWHERE.includes(code) && !isUnknownThing(code));
const text = (description: string) => ({ type: 'string', description });

const single = (description: string): Answered => ({ description, content: json('EventResult', eventResult) });

export const INTAKE: readonly Operation[] = [
  {
    id: 'takeIn',
    method: 'post',
    path: '/v1/events',
    tag: 'intake',
    needs: 'report',
    summary: 'Takes in events: CloudEvents 1.0, one, in batches or in a stream',
    description: [
      'The Content-Type says how they are laid out: structured (`application/cloudevents+json`), binary (any other JSON type,',
      'with `ce-` headers, percent-decoded once), a batch, or a stream of any length: lines (NDJSON) or rows (CSV, whose first',
      'row names the columns). All of them may come in gzip, and with a byte order mark before them.',
      'Sending the same again is always safe: an event is known by its source and id, and what was answered once is answered',
      'as then (`again`); only `retry=true` has what is in quarantine decided anew.',
      'The answer to a stream is written while it is read; without the summary line at its end it was not finished.',
    ].join(' '),
    query: intakeParameters,
    headers: {
      'Content-Encoding': text('`gzip`, or none.'),
      Prefer: text('`handling=lenient`: what is refused and kept in quarantine is answered 202, with the same body.'),
      'ce-specversion': text('Binary mode: `1.0`; likewise `ce-id`, `ce-source`, `ce-type`, `ce-time` and extensions.'),
      'ce-id': text('Binary mode.'),
      'ce-source': text('Binary mode.'),
      'ce-type': text('Binary mode.'),
      'ce-time': text('Binary mode.'),
    },
    body: {
      'application/cloudevents+json': CLOUD_EVENT,
      'application/json': {
        type: 'object',
        description: 'The data of an event whose attributes are in `ce-` headers.',
      },
      'application/cloudevents-batch+json': { type: 'array', items: CLOUD_EVENT, maxItems: 1000 },
      'application/x-ndjson': {
        type: 'string',
        description: 'One CloudEvent a line; `application/ndjson` and `application/jsonl` are the same.',
      },
      'text/csv': {
        type: 'string',
        description:
          'One event a row, under a first row with the columns: `type`, `time`, `source`, `id`, and the fields of the data.',
      },
    },
    answers: {
      200: {
        description: 'A duplicate: it is there already. Of a batch or stream: what became of each.',
        content: {
          ...json('EventOrBatchResult', z.union([eventResult, batchResult])),
          ...lines('StreamLine', streamLine),
        },
      },
      201: single('Accepted: appended, durable.'),
      202: {
        description:
          'Quarantined: it waits for what it builds on, or for what it names to be registered, and is then taken in by itself. Lenient: also what is refused and kept.',
        content: json('KeptResult', keptResult),
      },
    },
    problems: {
      400: [
        'malformed-json',
        'malformed-gzip',
        'malformed-csv',
        'not-a-cloud-event',
        'too-deep',
        'incomplete-body',
        'invalid-parameter',
      ],
      408: ['request-timeout'],
      409: ['conflicting-duplicate'],
      413: ['too-large'],
      415: ['unsupported-media-type'],
      422: [...UNFIT, ...REFUSED],
      429: ['too-many-requests'],
      503: [
        'too-many-bodies',
        'too-many-answers',
        'store-unavailable',
        'log-damaged',
        'disk-nearly-full',
        'contended',
        'not-caught-up',
        'stopping',
      ],
    },
    examples: INTAKE_EXAMPLES,
  },
  {
    id: 'intakeLimits',
    method: 'options',
    path: '/v1/events',
    tag: 'intake',
    needs: 'nothing',
    summary: 'What may be sent, and how much at once',
    answers: {
      200: {
        description: 'Bytes, events and milliseconds.',
        headers: { Allow: text('POST') },
        content: json('IntakeLimits', limits),
      },
    },
    examples: [asks('limits', 'What may be sent')],
  },
];
