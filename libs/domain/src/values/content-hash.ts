import { hash } from 'node:crypto';

/** JSON nested deeper than this is no event of this ledger; it bounds the recursion below. */
export const DEEPEST_JSON = 32;

/**
 * SHA-256 (hex) of an event's content: bare type, instant and data as sent, over canonical JSON (keys sorted by
 * UTF-16 code unit, numbers and strings as ECMAScript writes them, which is what RFC 8785 asks for).
 * @throws RangeError when the data is nested deeper than DEEPEST_JSON.
 */
export function contentHash(type: string, occurredAt: number, data: unknown): string {
  return hash('sha256', `[${JSON.stringify(type)},${occurredAt},${canonicalJson(data)}]`, 'hex');
}

export function canonicalJson(value: unknown, depth = 0): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth >= DEEPEST_JSON) throw new RangeError(`nested deeper than ${DEEPEST_JSON}`);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  const fields = value as Record<string, unknown>;
  let json = '{';
  for (const key of Object.keys(fields).sort()) {
    if (json.length > 1) json += ',';
    json += `${JSON.stringify(key)}:${canonicalJson(fields[key], depth + 1)}`;
  }
  return `${json}}`;
}
