import { z } from 'zod';
import { eventResult } from '../answers/intake.js';
import { fieldErrors } from '../answers/words.js';
import { answerSchema, type JsonSchema } from '../json-schema.js';
import { PROBLEM_CODES } from './problem-codes.js';

/** RFC 9457. Of an event that was rejected, the members of its result stand in the problem. */
export const problem = z.strictObject({
  type: z.string().meta({ description: '`urn:plant-ledger:problem:` and the code.' }),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: 'What is wrong, and what to do.' }),
  code: z.string().meta({ description: 'Stable: programs go by it.' }),
  errors: fieldErrors,
  ...eventResult.pick({ result: true, eventId: true, stream: true, quarantine: true }).partial().shape,
  ready: z.literal(false).optional(),
  checks: z.record(z.string(), z.string()).optional(),
});

export function problemSchema(): JsonSchema {
  const schema = answerSchema(problem);
  const properties = schema.properties as Readonly<Record<string, JsonSchema>>;
  const meanings = Object.entries(PROBLEM_CODES).map(([code, meaning]) => `- \`${code}\`: ${meaning}`);
  const code = {
    ...properties.code,
    description: `Stable: programs go by it. More may come.\n${meanings.join('\n')}`,
    examples: Object.keys(PROBLEM_CODES),
  };
  return { ...schema, properties: { ...properties, code } };
}
