import type { Agent, OutgoingHttpHeaders } from 'node:http';
import { ask, type Answer, type Asking } from './ask.js';

/** An event in whatever state a test wants to send it. */
type Sendable = Readonly<Record<string, unknown>>;

export type Sender = ReturnType<typeof senderTo>;

/** Sends events to a service in the four modes of its interface. `query` stands behind the path, such as `?dryRun=true`. */
export function senderTo(url: string, agent: Agent) {
  const post = (contentType: string | undefined, body: Asking['body'], query = '', headers: OutgoingHttpHeaders = {}) =>
    ask(`${url}/v1/events${query}`, {
      method: 'POST',
      headers: contentType === undefined ? headers : { 'content-type': contentType, ...headers },
      body,
      agent,
    });
  return {
    post,
    structured: (event: Sendable, query?: string): Promise<Answer> =>
      post('application/cloudevents+json', JSON.stringify(event), query),
    binary: (event: Sendable, query?: string): Promise<Answer> => {
      const { data, ...attributes } = event;
      return post('application/json', JSON.stringify(data), query, headersOf(attributes));
    },
    batch: (events: readonly unknown[], query?: string): Promise<Answer> =>
      post('application/cloudevents-batch+json', JSON.stringify(events), query),
    stream: (events: readonly Sendable[], query?: string): Promise<Answer> =>
      post('application/x-ndjson', events.map((event) => `${JSON.stringify(event)}\n`).join(''), query),
  };
}

/** Attributes as `ce-` headers, percent-encoded as the CloudEvents HTTP binding asks. */
function headersOf(attributes: Sendable): OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value).replace(/[^!#$&-~]/gu, encoded)]),
  );
}

function encoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
