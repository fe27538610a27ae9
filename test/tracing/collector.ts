import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { eventually } from '../support/eventually.js';

/** A span as OTLP's JSON has it, with its attributes and its service's by name. */
export interface ReceivedSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly service: Readonly<Record<string, unknown>>;
}

export interface ReceivedRequest {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a collector does with what it is sent. */
export type Behaviour = 'takes' | 'fails' | 'hangs';

/** An OTLP collector over HTTP. */
export interface Collector {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  behaviour: Behaviour;
  /** Everything in JSON that came so far. */
  spans(): ReceivedSpan[];
  /** The first span that is so, once it has come. */
  span(isSo: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>;
  close(): Promise<void>;
}

export async function startCollector(behaviour: Behaviour = 'takes'): Promise<Collector> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      requests.push({ path: request.url, headers: request.headers, body });
      if (collector.behaviour === 'takes') response.end(isJson(request.headers) ? '{}' : undefined);
      if (collector.behaviour === 'fails') response.writeHead(500).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const spans = () => requests.filter(({ headers }) => isJson(headers)).flatMap(({ body }) => spansOf(body));
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    behaviour,
    spans,
    async span(isSo) {
      await eventually(() => spans().some(isSo));
      return spans().find(isSo) as ReceivedSpan;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return collector;
}

const isJson = (headers: IncomingHttpHeaders) => headers['content-type'] === 'application/json';

function spansOf(body: Buffer): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(body.toString('utf8'));
  return resourceSpans.flatMap(({ resource, scopeSpans }: ReturnType<typeof JSON.parse>) =>
    scopeSpans.flatMap(({ spans }: ReturnType<typeof JSON.parse>) =>
      spans.map((span: ReturnType<typeof JSON.parse>) => ({
        ...span,
        attributes: byName(span.attributes),
        service: byName(resource.attributes),
      })),
    ),
  );
}

function byName(attributes: readonly { key: string; value: Record<string, unknown> }[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
