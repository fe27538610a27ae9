import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from './log.js';
import { currentRequest, traceIdOf, type RequestIds } from './request-ids.js';

/** Slower answers are logged, milliseconds. */
const SLOW = 1_000;
/** These last as long as there is something to send. */
const LONG_ROUTES: ReadonlySet<string | undefined> = new Set(['/v1/live', '/v1/log']);

declare module 'fastify' {
  interface FastifyRequest {
    ids: RequestIds | undefined;
  }
}

/**
 * Gives every request its ids, answers with its own, and logs it: at debug; failures of the service and slow answers
 * always.
 */
export function logRequests(fastify: FastifyInstance, log: Log): void {
  const isEveryOne = log.isLevelEnabled('debug');
  fastify.decorateRequest('ids', undefined);
  fastify.addHook('onRequest', (request, reply, done) => {
    const ids: RequestIds = { requestId: request.id, traceId: traceIdOf(request.headers.traceparent) };
    request.ids = ids;
    void reply.header('x-request-id', request.id);
    currentRequest.run(ids, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (isEveryOne || reply.statusCode >= 500 || reply.elapsedTime > SLOW) report(log, request, reply);
    done();
  });
}

function report(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode: status, elapsedTime } = reply;
  const route = request.routeOptions.url;
  const milliseconds = Math.round(elapsedTime * 10) / 10;
  const fields = { ...request.ids, method: request.method, route, status, milliseconds };
  if (status >= 500) log.warn(fields, 'A request could not be answered');
  else if (elapsedTime > SLOW && !isLong(request)) log.info(fields, 'A request was answered slowly');
  else log.debug({ ...fields, path: request.url }, 'A request was answered');
}

function isLong({ routeOptions, headers }: FastifyRequest): boolean {
  return LONG_ROUTES.has(routeOptions.url) || headers['content-type'] === 'application/x-ndjson';
}
