import type { EventType } from '@plant-ledger/domain';
import { cloudEventSchema, dataSchema, EVENT_TYPES } from '../events/event-schemas.js';
import { answerSchema, type JsonSchema } from '../../describing/json-schema.js';
import type { Operation } from '../../describing/operation.js';
import { problemSchema } from '../problems/problem-schema.js';

const place = (name: string) => `#/components/schemas/${name}`;
const eventName = (type: EventType) => `${type}Event`;

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
    ...Object.fromEntries(operations.flatMap(answersOf)),
    Problem: problemSchema(),
  };
}

function answersOf({ answers }: Operation): [string, JsonSchema][] {
  const bodies = Object.values(answers).flatMap(({ content = {} }) => Object.values(content));
  return bodies.flatMap((body) => ('name' in body ? [[body.name, answerSchema(body.schema)]] : []));
}
