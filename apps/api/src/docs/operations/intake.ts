import { intakeParameters } from '../../intake/intake-options.js';
import { batchResult, eventResult, limits, streamLine } from '../answers/intake.js';
import { INTAKE_EXAMPLES } from '../examples/intake-examples.js';
import type { Answered, Operation } from './operation.js';
import { asks } from './reading.js';

const CLOUD_EVENT = { $ref: '#/components/schemas/CloudEvent' };
const text = (description: string) => ({ type: 'string', description });

const single = (description: string): Answered => ({ description, schema: eventResult });

export const INTAKE: readonly Operation[] = [
  {
    id: 'takeIn',
    method: 'post',
    path: '/v1/events',
    tag: 'intake',
    summary: 'Takes in events: CloudEvents 1.0, one, in batches or in a stream',
    description: [
      'The Content-Type says how they are laid out: structured (`application/cloudevents+json`), binary (any other JSON type,',
      'with `ce-` headers, percent-decoded once), a batch, or a stream of lines of any length.',
      'Sending the same again is always safe: an event is known by its source and id.',
      'The answer to a stream is written while it is read; without the summary line at its end it was not finished.',
    ].join(' '),
    query: intakeParameters,
    headers: {
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
      'application/x-ndjson': { type: 'string', description: 'One CloudEvent a line.' },
    },
    answers: {
      200: {
        description: 'A duplicate: it is there already. Of a batch or stream: what became of each.',
        jsonSchema: {
          anyOf: [{ $ref: '#/components/schemas/EventResult' }, { $ref: '#/components/schemas/BatchResult' }],
        },
      },
      201: single('Accepted: appended, durable.'),
      202: single('Quarantined: it waits for what it builds on, and is then taken in by itself.'),
    },
    problems: {
      400: ['malformed-json', 'not-a-cloud-event', 'too-deep', 'incomplete-body', 'invalid-parameter'],
      408: ['request-timeout'],
      409: ['conflicting-duplicate'],
      413: ['too-large'],
      415: ['unsupported-media-type'],
      422: [
        'unknown-type',
        'invalid-data',
        'invalid-vin',
        'unknown-field',
        'occurred-in-future',
        'unknown-line',
        'unit-held',
      ],
      429: ['too-many-requests'],
      503: ['store-unavailable', 'contended', 'stopping'],
    },
    examples: INTAKE_EXAMPLES,
  },
  {
    id: 'intakeLimits',
    method: 'options',
    path: '/v1/events',
    tag: 'intake',
    summary: 'What may be sent, and how much at once',
    answers: {
      200: { description: 'Bytes, events and milliseconds.', headers: { Allow: text('POST') }, schema: limits },
    },
    examples: [asks('limits', 'What may be sent')],
  },
];

/** What the body of a 200 is in each mode. */
export const INTAKE_SCHEMAS = { EventResult: eventResult, BatchResult: batchResult, StreamLine: streamLine };
