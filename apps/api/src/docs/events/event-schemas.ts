import { EVENT_SCHEMAS, schemaOf, type EventType } from '@plant-ledger/domain';
import { z } from 'zod';
import { sentSchema, type JsonSchema } from '../../describing/json-schema.js';
import { ATTRIBUTES, EXTENSIONS } from './cloud-event.js';
import { EVENT_EXAMPLES, SOURCE } from './event-examples.js';

export const EVENT_TYPES = Object.keys(EVENT_EXAMPLES).filter((type): type is EventType => type in EVENT_SCHEMAS);

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
/** The path of a type's schema on every ledger. Relative to it, `$id` is the address that it was fetched from. */
export const schemaPath = (type: EventType): string => `/schemas/v1/${type}.json`;

/** The JSON Schema of a type's data, from the schema that validates it. */
export function dataSchema(type: EventType): JsonSchema {
  const { description, data } = EVENT_EXAMPLES[type];
  return { title: type, description, ...sentSchema(schemaOf(type)), examples: [data] };
}

/** The same as a document of its own. */
export function schemaDocument(type: EventType): JsonSchema {
  return { $schema: DIALECT, $id: schemaPath(type), ...dataSchema(type) };
}

/** The schema of a CloudEvent of one type, whose data is described at `data`. */
export function cloudEventSchema(type: EventType, data: string): JsonSchema {
  const envelope = sentSchema(z.object({ ...ATTRIBUTES, ...EXTENSIONS }));
  const properties = envelope.properties as Readonly<Record<string, JsonSchema>>;
  return {
    title: `CloudEvent ${type}`,
    description: EVENT_EXAMPLES[type].description,
    ...envelope,
    properties: {
      ...properties,
      type: { ...properties.type, pattern: `^([A-Za-z0-9_-]+\\.)*${type}(\\.v1)?$`, examples: [type] },
      data: { $ref: data },
    },
    required: [...Object.keys(ATTRIBUTES), 'data'],
  };
}

export function exampleEvent(type: EventType, id = `${type}-1`): Readonly<Record<string, unknown>> {
  const { time, data } = EVENT_EXAMPLES[type];
  return { specversion: '1.0', id, source: SOURCE, type, time, dataschema: schemaPath(type), data };
}
