import { z } from 'zod';

/** A JSON Schema of draft 2020-12, which is also the schema of OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Override = Parameters<NonNullable<z.core.ToJSONSchemaParams['override']>>[0];

/** The schema of a request, as validated. */
export function sentSchema(schema: z.ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', override: readableText }));
}

/** For text that is parsed into something else, zod leaves out the examples and the default: this adds them. */
function readableText(context: Override): void {
  readable(context);
  const { zodSchema, jsonSchema } = context;
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples = examples;
  if (zodSchema instanceof z.ZodDefault) jsonSchema.default = zodSchema.def.defaultValue;
}

/** The schema of an answer. Later versions may add members to an answer, so additional members are not ruled out. */
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

/** Removes what says nothing: a pattern beside a format, and the bounds of safe integers. */
function readable({ jsonSchema }: Override): void {
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'uuid') delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** Plain JSON without the dialect, which the surrounding document names once. */
function bare({ $schema: _, ...schema }: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema)) as JsonSchema;
}
