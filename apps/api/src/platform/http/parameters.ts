import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { parsePosition } from '@plant-ledger/event-store';
import { identifier, isCalendarDate, isMonth, parseInstant } from '@plant-ledger/domain';
import { z } from 'zod';
import { ProblemException } from './problem.js';

/**
 * The building blocks of query parameters. Each is text, given once, and its message says what it should be. `meta`
 * goes into the OpenAPI document.
 */

const once = (what: string) => z.string(`must be given once, as ${what}`);

/** Text parsed by `parse`, which returns undefined when it is not `what` it should be. */
export const parsed = <Value>(what: string, parse: (text: string) => Value | undefined) =>
  once(what).transform((text, context): Value => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `must be ${what}` });
    return z.NEVER;
  });

/** A name that a plant gives, as in events. */
export const name = once('a name')
  .pipe(identifier)
  .meta({ ...identifier.meta(), description: undefined });
export const text = once('text')
  .min(1, 'must not be empty')
  .max(2048, 'must be at most 2048 characters')
  .refine((value) => value.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(value), 'must not hold control characters');
export const month = parsed('a month as YYYY-MM', (value) => (isMonth(value) ? value : undefined)).meta({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
  examples: ['2024-07'],
});
export const date = parsed('a date as YYYY-MM-DD', (value) => (isCalendarDate(value) ? value : undefined)).meta({
  format: 'date',
  examples: ['2024-07-20'],
});
/** The time of asking; how far ahead it may be depends on the ledger's clock. */
export const askedAt = parsed('an RFC 3339 time with an offset, from 1970 on', (value) => {
  const time = parseInstant(value);
  return time !== undefined && time >= 0 ? time : undefined;
}).meta({ format: 'date-time', examples: ['2024-07-29T20:00:00+08:00'] });
export const position = parsed("a position: the log's, as decimal digits", parsePosition).meta({
  pattern: '^\\d+$',
  examples: ['12'],
});

/** A position, or an instant: recorded at or before. */
export type AsOf =
  { readonly kind: 'position'; readonly position: bigint } | { readonly kind: 'instant'; readonly instant: number };

export const asOf = parsed(
  'a position or an RFC 3339 time with an offset; a bare date has no zone',
  (value): AsOf | undefined => {
    const at = parsePosition(value);
    if (at !== undefined) return { kind: 'position', position: at };
    const recorded = parseInstant(value);
    return recorded === undefined ? undefined : { kind: 'instant', instant: recorded };
  },
).meta({ anyOf: [{ pattern: '^\\d+$' }, { format: 'date-time' }], examples: ['12', '2024-07-29T20:00:00+08:00'] });

/** A whole number from 1 to `most`. */
export const limit = (most: number) =>
  parsed(`a whole number from 1 to ${most}`, (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
    return number >= 1 && number <= most ? number : undefined;
  }).meta({ type: 'integer', minimum: 1, maximum: most });

/** Names from a list, separated by commas, each at most once. */
export const groupBy = <Group extends string>(groups: readonly Group[]) =>
  parsed(`of ${groups.join(', ')}, separated by commas`, (value) => {
    const asked = value.split(',');
    const known = groups.filter((group) => asked.includes(group));
    return known.length === asked.length ? known : undefined;
  }).meta({ type: 'array', items: { type: 'string', enum: groups }, minItems: 1, uniqueItems: true });

export const oneOf = <Word extends string>(words: readonly Word[]) =>
  parsed(`one of ${words.join(', ')}`, (value) => words.find((word) => word === value)).meta({ enum: words });

/** On every path that answers figures: the answer must be as of this position or later. */
export const fresh = { minPosition: position.optional() };

/** Refuses `to` when it lies before `from`; both of one kind, written so that text order is time order. */
export function inOrder<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).superRefine((value, context) => {
    const { from, to } = value as { readonly from?: unknown; readonly to?: unknown };
    if (typeof from === 'string' && typeof to === 'string' && to < from)
      context.addIssue({ code: 'custom', path: ['to'], message: `must not be before from, which is ${from}` });
  });
}

/** The same for months and dates mixed: a month contains all its dates. */
export function notBackwards(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  context: z.RefinementCtx,
): void {
  if (from !== undefined && to !== undefined && to < from.slice(0, to.length))
    context.addIssue({ code: 'custom', path: ['to'], message: `must not be before from, which is ${from}` });
}

/** Validates a `@Query()` by its schema; 400 names every parameter that is invalid or unknown. */
@Injectable()
export class ParametersPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => refusal(issues as readonly z.core.$ZodIssue[]) });
  }

  /** Does nothing, so that `__proto__` and the like are refused as unknown instead of silently removed. */
  protected override stripProtoKeys(): void {}
}

/** The same where the schema depends on the query. @throws ProblemException 400. */
export function parameters<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  throw refusal(result.error.issues);
}

function refusal(issues: readonly z.core.$ZodIssue[]): ProblemException {
  const errors = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ parameter: key, message: 'is not a parameter of this path' }))
      : [{ parameter: String(issue.path[0] ?? ''), message: issue.message }],
  );
  return wrongParameter(errors);
}

export function wrongParameter(
  errors: readonly { readonly parameter: string; readonly message: string }[],
): ProblemException {
  return new ProblemException(
    400,
    'invalid-parameter',
    errors.map(({ parameter, message }) => `${parameter}: ${message}`).join('; '),
    { errors: errors.map(({ parameter, message }) => ({ pointer: `/query/${escapePointer(parameter)}`, message })) },
  );
}

function escapePointer(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}
