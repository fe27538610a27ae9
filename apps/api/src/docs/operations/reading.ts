import type { z } from 'zod';
import type { JsonSchema } from '../json-schema.js';
import type { ProblemCode } from '../problems/problem-codes.js';
import { json } from './content.js';
import type { Example, Operation, Tag } from './operation.js';

interface Reading {
  readonly id: string;
  readonly path: string;
  readonly tag?: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly pathParameters?: Readonly<Record<string, JsonSchema>>;
  readonly query: NonNullable<Operation['query']>;
  readonly answer: z.ZodType;
  readonly problems?: Readonly<Record<number, readonly ProblemCode[]>>;
  /** False where the answer is of more than a position. */
  readonly tagged?: boolean;
  readonly examples: readonly Example[];
}

const ETAG = { type: 'string', description: 'Of the position, and of the time of asking where it matters.' };

const IF_NONE_MATCH = {
  'If-None-Match': { type: 'string', description: 'An ETag of this path: 304 if nothing has changed.' },
};

const UNCHANGED: Operation['answers'] = {
  304: { description: 'Nothing has changed since the answer with this ETag.', headers: { ETag: ETAG } },
};

/** A path that answers from the read model: as of one position, with its ETag, and only when it is caught up as asked. */
export function reading({ answer, problems, tag = 'figures', tagged = true, ...rest }: Reading): Operation {
  const name = rest.id.charAt(0).toUpperCase() + rest.id.slice(1);
  return {
    ...rest,
    tag,
    method: 'get',
    ...(tagged ? { headers: IF_NONE_MATCH } : {}),
    answers: {
      200: {
        description: 'As of `position`.',
        ...(tagged ? { headers: { ETag: ETAG } } : {}),
        content: json(name, answer),
      },
      ...(tagged ? UNCHANGED : {}),
    },
    problems: {
      400: ['invalid-parameter'],
      503: ['not-caught-up', 'store-unavailable', 'read-model-unavailable', 'read-model-not-built'],
      ...problems,
    },
  };
}

/** A request whose answer is a 200. */
export const asks = (
  name: string,
  summary: string,
  query: Readonly<Record<string, string>> = {},
  path: Readonly<Record<string, string>> = {},
): Example => ({ name, summary, query, path, status: 200 });

/** A request whose parameter is wrong. */
export const wrong = (name: string, summary: string, query: Readonly<Record<string, string>>): Example => ({
  name,
  summary,
  query,
  status: 400,
});
