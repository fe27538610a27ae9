import type { z } from 'zod';
import type { JsonSchema } from './json-schema.js';

/** The body of an answer: a named schema, of each line where it is lines; or just a media type. */
export type AnswerBody = { readonly name: string; readonly schema: z.ZodType } | { readonly is: JsonSchema };
/** By media type. */
export type Content = Readonly<Record<string, AnswerBody>>;

export const JSON_TYPE = 'application/json';
export const LINES_TYPE = 'application/x-ndjson';

export const json = (name: string, schema: z.ZodType): Content => ({ [JSON_TYPE]: { name, schema } });
export const lines = (name: string, schema: z.ZodType): Content => ({ [LINES_TYPE]: { name, schema } });
export const only = (mediaType: string, type: 'object' | 'string'): Content => ({ [mediaType]: { is: { type } } });
