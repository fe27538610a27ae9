import { resultOf } from '@plant-ledger/intake';
import type { NotAnEvent } from '@plant-ledger/intake';
import type { Outcome } from '@plant-ledger/ledger';
import { ProblemException } from '../problem.js';

/** The answer to one event sent alone. @throws ProblemException for a rejected one: the result stands in the problem. */
export function singleAnswer(outcome: Outcome): { readonly status: number; readonly body: object } {
  const body = resultOf(outcome);
  switch (outcome.result) {
    case 'accepted':
      return { status: 201, body };
    case 'duplicate':
      return { status: 200, body };
    case 'quarantined':
      return { status: 202, body };
    case 'rejected': {
      const { code, detail, errors } = outcome;
      throw new ProblemException(code === 'conflicting-duplicate' ? 409 : 422, code, detail, {
        errors,
        members: { ...body },
      });
    }
  }
}

export function notAnEventProblem({ code, detail, errors }: NotAnEvent): ProblemException {
  return new ProblemException(code === 'too-large' ? 413 : 400, code, detail, { errors });
}
