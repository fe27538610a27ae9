import { z } from 'zod';
import { eventResult } from './intake.js';
import { fieldErrors, type Answer } from './words.js';

/** RFC 9457. For a rejected event, the members of its result are members of the problem. */
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

export type Problem = Answer<typeof problem>;
