import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface RequestIds {
  readonly requestId: string;
  /** The trace id (W3C Trace Context): the caller's, or a new one. */
  traceId?: string | undefined;
  /** The correlation id of its events, where they all have the same. */
  correlation?: string | undefined;
}

export const currentRequest = new AsyncLocalStorage<RequestIds>();

const SANE = /^[\w.:/+=@-]{1,128}$/;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
const NO_TRACE = '0'.repeat(32);

/** For Fastify's `genReqId`: the caller's own id where it is safe to log and answer, else a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}

/** The trace id of a `traceparent`; undefined when there is none, or it is invalid. */
export function traceIdOf(traceparent: string | string[] | undefined): string | undefined {
  const [, traceId] = typeof traceparent === 'string' ? (TRACEPARENT.exec(traceparent) ?? []) : [];
  return traceId === NO_TRACE ? undefined : traceId;
}
