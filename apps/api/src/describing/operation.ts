import type { z } from 'zod';
import type { JsonSchema } from './json-schema.js';
import type { ProblemCode } from '../docs/problems/problem-codes.js';
import type { Content } from './content.js';
import type { Needs } from './needs.js';

/** One operation of the HTTP interface, as the OpenAPI document describes it. */
export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete' | 'options';
  /** As OpenAPI writes it: `/v1/units/{vin}`. */
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  /** What its caller must have the permission to. */
  readonly needs: Needs;
  readonly description?: string;
  readonly pathParameters?: Readonly<Record<string, JsonSchema>>;
  /** The schema that validates the query; of several, the one for what is asked. */
  readonly query?: z.ZodType | readonly z.ZodType[];
  readonly headers?: Readonly<Record<string, JsonSchema>>;
  /** By media type. */
  readonly body?: Readonly<Record<string, JsonSchema>>;
  readonly answers: Readonly<Record<number, Answered>>;
  readonly problems?: Readonly<Record<number, readonly ProblemCode[]>>;
  /** Requests that the tests make of a running service, in order, with its answers. */
  readonly examples: readonly Example[];
}

export const TAGS = {
  intake: 'Taking events in',
  figures: 'Reading figures, each as of one position',
  books: 'What stands behind the figures',
  quarantine: 'Events that were refused or wait',
  access: 'Who may what',
  state: 'The state of the service',
  documents: 'What describes all this to machines',
} as const;
export type Tag = keyof typeof TAGS;

export interface Answered {
  readonly description: string;
  readonly headers?: Readonly<Record<string, JsonSchema>>;
  readonly content?: Content;
}

export interface Example {
  readonly name: string;
  readonly summary: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly mediaType?: string;
  /** JSON; text is sent as it is. */
  readonly body?: unknown;
  readonly status: number;
}
