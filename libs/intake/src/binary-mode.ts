import { parseJson } from './json.js';
import type { NotAnEvent } from './cloud-event.js';

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Binary mode of CloudEvents over HTTP: attributes in `ce-` headers, percent-decoded once; the body is the data. */
export function structuredFromBinary(
  headers: Headers,
  body: Buffer,
): { readonly event: Readonly<Record<string, unknown>> } | NotAnEvent {
  const event: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-') || value === undefined) continue;
    const decoded = percentDecoded(typeof value === 'string' ? value : value.join(','));
    if (decoded === undefined) {
      const message = 'is not percent-encoded UTF-8';
      return {
        kind: 'not-an-event',
        code: 'not-a-cloud-event',
        detail: `The header ${name} ${message}.`,
        errors: [{ pointer: `/${name.slice(3)}`, message }],
      };
    }
    event[name.slice(3)] = decoded;
  }
  delete event.data;
  delete event.data_base64;
  if (body.length === 0) return { event };
  const data = parseJson(body);
  if (!data.ok)
    return {
      kind: 'not-an-event',
      code: 'malformed-json',
      detail: `The body, which is the event's data, cannot be read. ${data.why}`,
    };
  event.data = data.value;
  return { event };
}

function percentDecoded(value: string): string | undefined {
  // Node hands header bytes over as Latin-1; unescaped bytes beyond ASCII are no valid header value here.
  if (/[^\u0020-\u007e]/.test(value)) return undefined;
  // A double-quoted value is unquoted first, as the CloudEvents HTTP binding asks.
  const unquoted = /^"(?:[^"\\]|\\.)*"$/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
  try {
    return decodeURIComponent(unquoted.replace(/%(?![0-9A-Fa-f]{2})/g, '%25'));
  } catch {
    return undefined;
  }
}
