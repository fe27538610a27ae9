import { parseInstant } from './values/schemas.js';

type Changes = Readonly<Record<string, unknown>>;

/** Whether two corrections of one fact are equal; instants are compared by value, not by their text. */
export function isSameChanges(one: Changes, other: Changes): boolean {
  const fields = Object.keys(one);
  return (
    fields.length === Object.keys(other).length && fields.every((field) => isSameValue(field, one[field], other[field]))
  );
}

function isSameValue(field: string, one: unknown, other: unknown): boolean {
  if (field === 'occurredAt' && typeof one === 'string' && typeof other === 'string')
    return parseInstant(one) === parseInstant(other);
  return one === other;
}
