import type { FastifyReply, FastifyRequest } from 'fastify';
import { Histogram, type Registry } from 'prom-client';

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Goes on for as long as a client listens, which says nothing about how fast answers are. */
const UNTIMED = '/v1/live';

export type RequestMeter = (request: FastifyRequest, reply: FastifyReply) => void;

/** Times requests by the route's template, never by the path itself, which may name a vehicle. */
export function requestMeter(registry: Registry): RequestMeter {
  const durations = new Histogram({
    name: 'ledger_http_request_duration_seconds',
    help: 'Time from a request until its answer has been sent, by route, method and class of status',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const children = new Map<string, Histogram.Internal<string>>();
  return ({ routeOptions: { url: route = 'unmatched' }, method: asked }, { elapsedTime, statusCode }) => {
    if (route === UNTIMED) return;
    const method = METHODS.has(asked) ? asked : 'other';
    const status = `${Math.floor(statusCode / 100)}xx`;
    const key = `${method} ${status} ${route}`;
    let child = children.get(key);
    if (!child) children.set(key, (child = durations.labels({ route, method, status })));
    child.observe(elapsedTime / 1_000);
  };
}
