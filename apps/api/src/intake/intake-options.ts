import type { TakingIn } from '@plant-ledger/ledger';
import { z } from 'zod';
import { ProblemException } from '../problem.js';

export const intakeParameters = z.strictObject({
  dryRun: z.enum(['true', 'false'], 'must be true or false').optional(),
  retry: z.enum(['true', 'false'], 'must be true or false').optional(),
  list: z.enum(['all', 'problems'], 'must be all or problems').optional(),
});

export interface IntakeOptions extends TakingIn {
  readonly listAll: boolean;
}

/** @throws ProblemException 400 that names the wrong parameter. */
export function readIntakeOptions(given: unknown): IntakeOptions {
  const read = intakeParameters.safeParse(given ?? {});
  if (!read.success) {
    const [issue] = read.error.issues;
    const name = issue?.code === 'unrecognized_keys' ? issue.keys[0] : String(issue?.path[0]);
    const message =
      issue?.code === 'unrecognized_keys'
        ? 'is not a parameter here; dryRun=true, retry=true and list=all are'
        : (issue?.message ?? 'is wrong');
    throw new ProblemException(400, 'invalid-parameter', `The parameter ${name} ${message}.`, {
      errors: [{ pointer: `/query/${name}`, message }],
    });
  }
  const { dryRun, retry, list } = read.data;
  return { dryRun: dryRun === 'true', retry: retry === 'true', listAll: list === 'all' };
}
