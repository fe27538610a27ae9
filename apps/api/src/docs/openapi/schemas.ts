import type { EventType } from '@plant-ledger/domain';
import { cloudEventSchema, dataSchema, EVENT_TYPES } from '../events/event-schemas.js';
import { answerSchema, type JsonSchema } from '../json-schema.js';
import { INTAKE_SCHEMAS } from '../operations/intake.js';
import type { Operation } from '../operations/operation.js';
import { problemSchema } from '../problems/problem-schema.js';
import { schemaName } from './responses.js';

const place = (name: string) => `#/components/schemas/${name}`;
const eventName = (type: EventType) => `${type}Event`;

/** Every schema that has a name: of events, of answers, of problems. */
export function schemasOf(operations: readonly Operation[]): JsonSchema {
  return {
    CloudEvent: {
      description: 'An event, by its type. A `type` with a dotted prefix or `.v1` is the same as the bare name.',
      oneOf: EVENT_TYPES.map((type) => ({ $ref: place(eventName(type)) })),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(EVENT_TYPES.map((type) => [type, place(eventName(type))])),
      },
    },
    ...Object.fromEntries(EVENT_TYPES.map((type) => [eventName(type), cloudEventSchema(type, place(type))])),
    ...Object.fromEntries(EVENT_TYPES.map((type) => [type, dataSchema(type)])),
    ...Object.fromEntries(Object.entries(INTAKE_SCHEMAS).map(([name, schema]) => [name, answerSchema(schema)])),
    ...Object.fromEntries(operations.flatMap(answersOf)),
    Problem: problemSchema(),
  };
}

function answersOf({ id, answers }: Operation): [string, JsonSchema][] {
  return Object.entries(answers).flatMap(([status, { schema }]): [string, JsonSchema][] =>
    schema && id !== 'takeIn' ? [[schemaName(id, Number(status)), answerSchema(schema)]] : [],
  );
}
