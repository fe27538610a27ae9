import { resultOf } from '@plant-ledger/intake';
import type { NotAnEvent } from '@plant-ledger/intake';
import type { Outcome } from '@plant-ledger/ledger';
import { ProblemException } from '../platform/http/problem.js';
import type { IntakeOptions } from './intake-options.js';

/**
 * The answer to one event sent alone. Lenient: an event kept in quarantine is answered 202, with the body that it has
 * as a problem. @throws ProblemException for a rejected one, with the result as its members.
 */
export function singleAnswer(
  outcome: Outcome,
  { lenient, dryRun }: Pick<IntakeOptions, 'lenient' | 'dryRun'>,
): { readonly status: number; readonly body: object } {
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
      const status = code === 'conflicting-duplicate' ? 409 : 422;
      const refusal = new ProblemException(status, code, detail, { errors, members: body });
      if (lenient && (dryRun || outcome.quarantine !== undefined)) return { status: 202, body: refusal.problem };
      throw refusal;
    }
  }
}

const STATUS: Readonly<Partial<Record<NotAnEvent['code'], number>>> = { 'too-large': 413, 'not-allowed': 403 };

export function notAnEventProblem({ code, detail, errors }: NotAnEvent): ProblemException {
  return new ProblemException(STATUS[code] ?? 400, code, detail, { errors });
}
