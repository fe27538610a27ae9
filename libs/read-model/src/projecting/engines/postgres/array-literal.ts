import type { Value } from '../../projection/tables.js';

/** An array literal of PostgreSQL, to be given as text with a cast. */
export function arrayLiteral(values: readonly Value[]): string {
  let literal = '{';
  for (const value of values) {
    if (literal.length > 1) literal += ',';
    literal += elementOf(value);
  }
  return `${literal}}`;
}

const NEEDS_ESCAPE = /["\\]/;
/** Characters that JSON escapes differently from PostgreSQL. */
const OTHER_IN_JSON = /[\u0000-\u001f\ud800-\udfff]/;

function elementOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      if (!NEEDS_ESCAPE.test(value)) return `"${value}"`;
      // JSON escapes both the same way, and is much faster.
      return OTHER_IN_JSON.test(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : JSON.stringify(value);
    case 'bigint':
      return value.toString();
    case 'object':
      return 'NULL';
    default:
      return String(value);
  }
}
