import { selection, type Selection } from '@plant-ledger/contract';
import { ProblemException } from '../platform/http/problem.js';
import { validRequest } from '../platform/http/valid-request.js';

/** @throws ProblemException 400 that names the invalid parameter. */
export function readSelection(query: unknown): Selection {
  return validRequest(selection, query ?? {}, 'The parameters code and source select the events.', '/query');
}

/** @throws ProblemException 400 when neither code nor source is given. */
export function readNarrowSelection(query: unknown): Selection {
  const selected = readSelection(query);
  if (selected.code !== undefined || selected.source !== undefined) return selected;
  throw new ProblemException(400, 'invalid-parameter', 'Say which: the code, the source, or both.', {
    errors: [{ pointer: '/query/code', message: 'is missing, and so is source' }],
  });
}
