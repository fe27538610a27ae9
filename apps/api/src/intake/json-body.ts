import { parseJson } from '@plant-ledger/intake';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ProblemException } from '../platform/http/problem.js';
import { validRequest } from '../platform/http/valid-request.js';
import { readBody } from './body.js';

const LONGEST = 16_384;

/**
 * The JSON body of a request that changes something other than the log of the factory. `help` says what to send.
 * @throws ProblemException 400 that says what the body must contain, and as `readBody` does.
 */
export async function jsonBody<Schema extends z.ZodType>(
  { raw }: FastifyRequest,
  schema: Schema,
  help: string,
): Promise<z.output<Schema>> {
  const body = parseJson(await readBody(raw, LONGEST));
  if (!body.ok) throw new ProblemException(400, 'malformed-json', `The body cannot be read. ${body.why} ${help}`);
  return validRequest(schema, body.value, help);
}
