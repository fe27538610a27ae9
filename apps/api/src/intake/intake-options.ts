import { readColumnNames, type CsvOptions } from '@plant-ledger/intake';
import type { RecordingOptions } from '@plant-ledger/ledger';
import { z } from 'zod';
import { ProblemException } from '../platform/http/problem.js';
import type { IntakeMode } from './media-type.js';

const isTrue = z.enum(['true', 'false'], 'must be true or false').optional();
const COLUMN = '\\s*[^,\\s][^,]*';

export const intakeParameters = z.strictObject({
  dryRun: isTrue,
  retry: isTrue,
  list: z.enum(['all', 'problems'], 'must be all or problems').optional(),
  lenient: isTrue,
  source: z
    .string('must be there once')
    .min(1, 'must not be empty')
    .max(2_048, 'must be at most 2048 characters')
    .optional()
    .meta({ description: 'CSV: the source of rows that name none.' }),
  idFrom: z
    .string('must be there once')
    .regex(new RegExp(`^${COLUMN}(,${COLUMN})*$`), 'must be names of columns with commas between them')
    .optional(),
});

export interface IntakeOptions extends RecordingOptions {
  readonly listAll: boolean;
  readonly lenient: boolean;
  readonly csv: CsvOptions;
}

/** @throws ProblemException 400 that names the invalid parameter. */
export function readIntakeOptions(given: unknown, prefer: string | undefined, mode: IntakeMode): IntakeOptions {
  const read = intakeParameters.safeParse(given ?? {});
  if (!read.success) {
    const [issue] = read.error.issues;
    if (issue?.code === 'unrecognized_keys') {
      const names = Object.keys(intakeParameters.shape).join(', ');
      throw wrongParameter(String(issue.keys[0]), `is not a parameter here; there are ${names}`);
    }
    throw wrongParameter(String(issue?.path[0]), issue?.message ?? 'is wrong');
  }
  const { dryRun, retry, list, lenient, source, idFrom } = read.data;
  if (mode !== 'csv')
    for (const [name, value] of Object.entries({ source, idFrom }))
      if (value !== undefined) throw wrongParameter(name, 'is for text/csv only');
  return {
    dryRun: dryRun === 'true',
    retry: retry === 'true',
    listAll: list === 'all',
    lenient: lenient === undefined ? prefersLenient(prefer) : lenient === 'true',
    csv: {
      source,
      idFrom: idFrom === undefined ? undefined : readColumnNames(idFrom),
      givenBy: { source: '?source=', idFrom: '?idFrom=' },
    },
  };
}

/** RFC 7240: preferences separated by commas, case-insensitive, with optionally quoted values. */
function prefersLenient(prefer = ''): boolean {
  return prefer.split(',').some((preference) => /^\s*handling\s*=\s*"?lenient"?\s*(;|$)/i.test(preference));
}

function wrongParameter(name: string, message: string): ProblemException {
  return new ProblemException(400, 'invalid-parameter', `The parameter ${name} ${message}.`, {
    errors: [{ pointer: `/query/${name}`, message }],
  });
}
