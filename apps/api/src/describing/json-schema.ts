import { z } from 'zod';

/** A JSON Schema of draft 2020-12, which is also the schema of OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Override = Parameters<NonNullable<z.core.ToJSONSchemaParams['override']>>[0];

/** What may be sent, as the schema that checks it says. */
export function sentSchema(schema: z.ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', override: readableText }));
}

/** Of text that is read into something else, zod leaves out the examples and the default: they are told all the same. */
function readableText(context: Override): void {
  readable(context);
  const { zodSchema, jsonSchema } = context;
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples = examples;
  if (zodSchema instanceof z.ZodDefault) jsonSchema.default = zodSchema.def.defaultValue;
}

/** What is answered. Later versions may add members to an answer, so those that are not named are not ruled out. */
export function answerSchema(schema: z.ZodType): JsonSchema {
  return bare(
    z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      override: (context) => {
        readable(context);
        if (context.jsonSchema.additionalProperties === false) delete context.jsonSchema.additionalProperties;
      },
    }),
  );
}

/** A format says it shorter than its pattern; bounds of every safe integer say nothing. */
function readable({ jsonSchema }: Override): void {
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'uuid') delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** Without the dialect, which the document around it names once; as plain JSON. */
function bare({ $schema: _, ...schema }: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema)) as JsonSchema;
}
