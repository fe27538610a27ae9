import { isUtf8 } from 'node:buffer';

/** JSON from bytes that must be UTF-8; undefined for `value` is not JSON. */
export function parseJson(
  bytes: Buffer,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string } {
  if (!isUtf8(bytes)) return { ok: false, why: 'The bytes are not UTF-8.' };
  try {
    return { ok: true, value: JSON.parse(bytes.toString('utf8')) as unknown };
  } catch (error) {
    return {
      ok: false,
      why: `It is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}.`,
    };
  }
}
