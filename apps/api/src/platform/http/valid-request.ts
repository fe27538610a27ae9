import type { z } from 'zod';
import { ProblemException } from './problem.js';

/**
 * What was sent, as its schema describes it. `at`: the JSON pointer of what was sent within the request; `help`: what to
 * send instead.
 * @throws ProblemException 400 that names every field that is wrong.
 */
export function validRequest<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  help: string,
  at: '' | '/query' = '',
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: [at, ...issue.path.map(String), key].join('/'),
          message: 'is not known here; leave it out',
        }))
      : [{ pointer: [at, ...issue.path.map(String)].join('/'), message: issue.message }],
  );
  throw new ProblemException(400, at ? 'invalid-parameter' : 'bad-request', help, { errors });
}
