import { hash } from 'node:crypto';

/** The deepest JSON of an event; it bounds the recursion below. */
export const DEEPEST_JSON = 32;

/**
 * SHA-256 (hex) of an event's content: bare type, instant and data as sent, over canonical JSON (keys sorted by
 * UTF-16 code unit, numbers and strings as ECMAScript writes them, which is what RFC 8785 asks for).
 * @throws RangeError when the data is nested deeper than DEEPEST_JSON.
 */
export function contentHash(type: string, occurredAt: number, data: unknown): string {
  return hash('sha256', bytesOf(`[${JSON.stringify(type)},${occurredAt},${canonicalJson(data)}]`), 'hex');
}

/** A reused buffer: for text made of many pieces that saves half the time. */
const PLACE = Buffer.alloc(65_536);

function bytesOf(text: string): Buffer | string {
  return text.length * 3 > PLACE.length ? text : PLACE.subarray(0, PLACE.write(text));
}

export function canonicalJson(value: unknown, depth = 0): string {
  if (typeof value === 'string') return quoted(value);
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth >= DEEPEST_JSON) throw new RangeError(`nested deeper than ${DEEPEST_JSON}`);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  const fields = value as Record<string, unknown>;
  let json = '{';
  for (const key of inOrder(Object.keys(fields))) {
    if (json.length > 1) json += ',';
    json += `${quoted(key)}:${canonicalJson(fields[key], depth + 1)}`;
  }
  return `${json}}`;
}

/** Printable ASCII without `"` and `\\`: written as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Events have few fields, and sorting few in place costs a fraction of `sort`. */
const FEW = 16;

function inOrder(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort();
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    let place = index;
    for (let before = keys[place - 1]; before !== undefined && before > key; before = keys[place - 1]) {
      keys[place] = before;
      place -= 1;
    }
    keys[place] = key;
  }
  return keys;
}
