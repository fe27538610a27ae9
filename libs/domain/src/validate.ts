import type { z } from 'zod';
import { schemaOf, type EventType } from './catalog.js';
import type { FieldError } from './quarantine/quarantine.events.js';

/** What is wrong with an event's data: each fault with its place, and which fields nobody knows. */
export interface DataFaults {
  readonly errors: readonly FieldError[];
  /** Paths of unknown fields below the data. */
  readonly unknown: readonly (readonly PropertyKey[])[];
}

/** Checks data against its type's schema; undefined when it fits. Pointers begin with `/data`. */
export function faultsOf(type: EventType, data: unknown): DataFaults | undefined {
  const checked = schemaOf(type).safeParse(data);
  if (checked.success) return undefined;
  const errors: FieldError[] = [];
  const unknown: PropertyKey[][] = [];
  for (const issue of checked.error.issues) collect(issue, [], errors, unknown);
  return { errors, unknown };
}

function collect(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
  errors: FieldError[],
  unknown: PropertyKey[][],
): void {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      unknown.push([...path, key]);
      errors.push({ pointer: pointerTo(path, key), message: 'is not a field of this event; leave it out' });
    }
    return;
  }
  if (issue.code === 'invalid_union' && issue.path.length > 0) {
    // An object in place of an event reference: fields beyond source and id are unknown fields too.
    for (const inner of issue.errors.flat())
      if (inner.code === 'unrecognized_keys') collect(inner, path, errors, unknown);
  }
  errors.push({ pointer: pointerTo(path), message: issue.message });
}

/** JSON pointer (RFC 6901) below `/data`. */
export function pointerTo(path: readonly PropertyKey[], ...more: readonly PropertyKey[]): string {
  return [
    '',
    'data',
    ...[...path, ...more].map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')),
  ].join('/');
}
