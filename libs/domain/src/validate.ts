import type { z } from 'zod';
import { schemaOf, type EventType, type SourceData } from './catalog.js';
import type { SourceEvent } from './event.js';
import type { Statement } from './statement.js';
import type { FieldError } from './quarantine/quarantine.events.js';

/** What is wrong with an event's data: each fault with its pointer, and the unknown fields. */
export interface DataFaults {
  readonly errors: readonly FieldError[];
  readonly unknown: readonly (readonly PropertyKey[])[];
}

export type CheckedData<Type extends EventType> =
  | { readonly data: SourceData[Type]; readonly faults?: undefined }
  | { readonly data?: undefined; readonly faults: DataFaults };

/** Validates data by its type's schema. Pointers begin with `/data`. */
export function checkData<Type extends EventType>(type: Type, data: unknown): CheckedData<Type> {
  const checked = schemaOf(type).safeParse(data);
  // The one cast from sent to typed data: it has just been validated by the schema that the type is inferred from, and
  // no schema transforms it. The original is used, not zod's copy, whose fields are in another order.
  if (checked.success) return { data: data as SourceData[Type] };
  const errors: FieldError[] = [];
  const unknown: PropertyKey[][] = [];
  for (const issue of checked.error.issues) collect(issue, [], errors, unknown);
  return { faults: { errors, unknown } };
}

/**
 * An event of a type and its data. Where the type is a union, the compiler cannot tell whether the data is of the same
 * type: the caller must have it from checkData with this type.
 */
export function sourceEvent<Type extends EventType>(
  type: Type,
  data: SourceData[Type],
  statement: Statement,
): SourceEvent<Type> {
  return { ...statement, type, data };
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
