import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a request is known by: in every line that is logged on its behalf. */
export interface RequestIds {
  readonly requestId: string;
  /** Of the trace it belongs to (W3C Trace Context): its caller's, or one that begins here. */
  traceId?: string | undefined;
  /** What the events it brought say they belong to, where they all say the same. */
  correlation?: string | undefined;
}

/** The request that is being worked on. */
export const currentRequest = new AsyncLocalStorage<RequestIds>();

const SANE = /^[\w.:/+=@-]{1,128}$/;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
const NO_TRACE = '0'.repeat(32);

/** For Fastify's `genReqId`: the caller's own id where it is fit to be logged and answered, else a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}

/** The trace id of a `traceparent`; undefined when there is none, or it is not valid. */
export function traceIdOf(traceparent: string | string[] | undefined): string | undefined {
  const [, traceId] = typeof traceparent === 'string' ? (TRACEPARENT.exec(traceparent) ?? []) : [];
  return traceId === NO_TRACE ? undefined : traceId;
}
