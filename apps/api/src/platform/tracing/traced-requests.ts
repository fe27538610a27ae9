import {
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import { onceClosed } from '../http/once-closed.js';
import { inContext } from './active-span.js';

/** Polled every few seconds by machines; and `/v1/live` goes on for as long as a client listens. */
const UNTRACED: ReadonlySet<string | undefined> = new Set(['/livez', '/readyz', '/metrics', '/v1/live']);
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const propagator = new W3CTraceContextPropagator();

/** A span for each request, part of its caller's trace if it has one (W3C Trace Context). */
export function traceRequests(fastify: FastifyInstance, tracer: Tracer): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { url: route } = request.routeOptions;
    if (UNTRACED.has(route)) return done();
    const caller = propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
    const method = METHODS.has(request.method) ? request.method : 'HTTP';
    const name = route === undefined ? method : `${method} ${route}`;
    const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: asked(request, route) }, caller);
    // Whatever ends it: an answer, a stream's last line, or a client that disconnects.
    onceClosed(reply.raw, () => end(span, reply.raw));
    if (request.ids && span.isRecording()) request.ids.traceId = span.spanContext().traceId;
    inContext(trace.setSpan(caller, span), done);
  });
}

/** The path is recorded only where it is the route's own: others contain VINs. */
function asked({ method, raw }: FastifyRequest, route: string | undefined): Attributes {
  return {
    [ATTR_HTTP_REQUEST_METHOD]: METHODS.has(method) ? method : '_OTHER',
    [ATTR_HTTP_ROUTE]: route,
    [ATTR_URL_PATH]: route === undefined || /[:*]/.test(route) ? undefined : route,
    [ATTR_URL_SCHEME]: 'http',
    [ATTR_NETWORK_PROTOCOL_VERSION]: raw.httpVersion,
  };
}

function end(span: Span, { headersSent, statusCode }: ServerResponse): void {
  if (headersSent) span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, statusCode);
  if (headersSent && statusCode >= 500)
    span.setAttribute(ATTR_ERROR_TYPE, String(statusCode)).setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
