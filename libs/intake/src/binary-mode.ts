import { parseJson } from './json.js';
import type { NotAnEvent } from './cloud-event.js';

/** Every header with all its values, as Node's `headersDistinct` has them. */
export type Headers = Readonly<Record<string, readonly string[] | undefined>>;

/** Binary mode of CloudEvents over HTTP: attributes in `ce-` headers, percent-decoded once; the body is the data. */
export function structuredFromBinary(
  headers: Headers,
  body: Buffer,
): { readonly event: Readonly<Record<string, unknown>> } | NotAnEvent {
  const event: Record<string, unknown> = {};
  for (const [name, values = []] of Object.entries(headers)) {
    if (!name.startsWith('ce-')) continue;
    if (values.length > 1) return wrongHeader(name, 'is there more than once');
    const decoded = percentDecoded(values[0] ?? '');
    if (decoded === undefined) return wrongHeader(name, 'is not percent-encoded UTF-8');
    event[name.slice(3)] = decoded;
  }
  const hasAttributes = Object.keys(event).length > 0;
  delete event.data;
  delete event.data_base64;
  if (body.length === 0) return { event };
  const data = parseJson(body);
  if (!data.ok)
    return {
      kind: 'not-an-event',
      code: data.code,
      detail: `The body, which is the event's data, cannot be read. ${data.why}${hasAttributes ? '' : ` ${HINT}`}`,
    };
  if (!hasAttributes && [data.value].flat().some(isCloudEvent))
    return { kind: 'not-an-event', code: 'not-a-cloud-event', detail: hintFor(data.value), errors: [] };
  event.data = data.value;
  return { event };
}

const HINT =
  'There are no ce- headers: an event that is JSON as a whole is sent as application/cloudevents+json, several as application/cloudevents-batch+json, or one a line as application/x-ndjson.';

function hintFor(value: unknown): string {
  const type = Array.isArray(value) ? 'application/cloudevents-batch+json' : 'application/cloudevents+json';
  return `There are no ce- headers, and the body looks like CloudEvents in JSON: send it with the Content-Type ${type}.`;
}

function isCloudEvent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'specversion' in value && 'type' in value;
}

function wrongHeader(name: string, message: string): NotAnEvent {
  return {
    kind: 'not-an-event',
    code: 'not-a-cloud-event',
    detail: `The header ${name} ${message}.`,
    errors: [{ pointer: `/${name.slice(3)}`, message }],
  };
}

function percentDecoded(value: string): string | undefined {
  // Node decodes header bytes as Latin-1; unescaped bytes beyond ASCII are no valid header value here.
  if (/[^\u0020-\u007e]/.test(value)) return undefined;
  // A double-quoted value is unquoted first, as the CloudEvents HTTP binding requires.
  const unquoted = /^"(?:[^"\\]|\\.)*"$/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
  try {
    return decodeURIComponent(unquoted.replace(/%(?![0-9A-Fa-f]{2})/g, '%25'));
  } catch {
    return undefined;
  }
}
