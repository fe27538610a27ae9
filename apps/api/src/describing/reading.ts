import type { z } from 'zod';
import type { JsonSchema } from './json-schema.js';
import type { ProblemCode } from '../docs/problems/problem-codes.js';
import { json } from './content.js';
import type { Needs } from './needs.js';
import type { Example, Operation, Tag } from './operation.js';

interface Reading {
  readonly id: string;
  readonly path: string;
  readonly tag?: Tag;
  readonly summary: string;
  /** Default: to read figures. */
  readonly needs?: Needs;
  readonly description?: string;
  readonly pathParameters?: Readonly<Record<string, JsonSchema>>;
  readonly query: NonNullable<Operation['query']>;
  readonly answer: z.ZodType;
  readonly problems?: Readonly<Record<number, readonly ProblemCode[]>>;
  readonly examples: readonly Example[];
}

/** A path that answers from the read model: as of one position, and only when the read model is as fresh as asked. */
export function untagged({ answer, problems, tag = 'figures', needs = 'figures', ...rest }: Reading): Operation {
  const name = rest.id.charAt(0).toUpperCase() + rest.id.slice(1);
  return {
    ...rest,
    tag,
    needs,
    method: 'get',
    answers: { 200: { description: 'As of `position`.', content: json(name, answer) } },
    problems: {
      400: ['invalid-parameter'],
      503: [
        'not-caught-up',
        'too-many-answers',
        'store-unavailable',
        'log-damaged',
        'read-model-unavailable',
        'read-model-not-built',
      ],
      ...problems,
    },
  };
}

const ETAG = { type: 'string', description: 'Of the position, the form, and the time of asking where it matters.' };

/** The same with an ETag. */
export function reading(path: Reading): Operation {
  const { answers, ...rest } = untagged(path);
  return {
    ...rest,
    headers: { 'If-None-Match': { type: 'string', description: 'An ETag of this path: 304 if nothing has changed.' } },
    answers: {
      200: { ...answers[200], description: 'As of `position`.', headers: { ETag: ETAG } },
      304: { description: 'Nothing has changed since the answer with this ETag.', headers: { ETag: ETAG } },
    },
  };
}

export const asks = (
  name: string,
  summary: string,
  query: Readonly<Record<string, string>> = {},
  path: Readonly<Record<string, string>> = {},
): Example => ({ name, summary, query, path, status: 200 });

export const wrong = (name: string, summary: string, query: Readonly<Record<string, string>>): Example => ({
  name,
  summary,
  query,
  status: 400,
});
