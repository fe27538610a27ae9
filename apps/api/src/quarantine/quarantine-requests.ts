import { discarding, selection, type Discarding, type Selection } from '@plant-ledger/contract';
import type { parseJson } from '@plant-ledger/intake';
import type { z } from 'zod';
import { ProblemException } from '../platform/http/problem.js';

/** @throws ProblemException 400 that names the invalid parameter. */
export function readSelection(query: unknown): Selection {
  return read(selection, query ?? {}, '/query', 'The parameters code and source select the events.');
}

/** @throws ProblemException 400 when neither code nor source is given. */
export function readNarrowSelection(query: unknown): Selection {
  const selected = readSelection(query);
  if (selected.code !== undefined || selected.source !== undefined) return selected;
  throw new ProblemException(400, 'invalid-parameter', 'Say which: the code, the source, or both.', {
    errors: [{ pointer: '/query/code', message: 'is missing, and so is source' }],
  });
}

const DISCARDING = 'Send {"reason": "…", "actor": "…"}: the reason stays on record, the actor may be left out.';

/** @throws ProblemException 400 that says what the body must contain. */
export function readDiscarding(body: ReturnType<typeof parseJson>): Discarding {
  if (!body.ok) throw new ProblemException(400, 'malformed-json', `The body cannot be read. ${body.why} ${DISCARDING}`);
  return read(discarding, body.value, '', DISCARDING);
}

function read<T>(schema: z.ZodType<T>, value: unknown, at: string, help: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: [at, key].join('/'), message: 'is not known here; leave it out' }))
      : [{ pointer: [at, ...issue.path.map(String)].join('/'), message: issue.message }],
  );
  throw new ProblemException(400, at ? 'invalid-parameter' : 'bad-request', help, { errors });
}
