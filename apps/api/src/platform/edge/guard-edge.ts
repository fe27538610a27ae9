import type { FastifyInstance } from 'fastify';
import { ANSWER_HEADERS } from '../http/answer-headers.js';
import type { Connections } from './connections.js';
import { refuseForeignRequests } from './foreign-requests.js';
import type { LongAnswers } from './long-answers.js';
import { createTurns } from './turns.js';
import { cutOffUnread } from './unread-answers.js';

/** These never wait: whoever asks them wants to know whether the service still answers. */
const AT_ONCE: ReadonlySet<string | undefined> = new Set(['/livez', '/readyz']);

export interface Edge {
  /** As for `refuseForeignRequests`. */
  readonly hosts: readonly string[];
  readonly connections: Connections;
  readonly longAnswers: LongAnswers;
  /** As for `cutOffUnread`. */
  readonly longestUnread: number;
}

/** What every request passes before its route. To be called before routes are added. */
export function guardEdge(fastify: FastifyInstance, { hosts, connections, longAnswers, longestUnread }: Edge): void {
  connections.watch(fastify.server);
  fastify.addHook('onRequest', (_request, { raw }, done) => {
    // On the response itself: some answers are not written through Fastify.
    for (const [name, value] of Object.entries(ANSWER_HEADERS)) raw.setHeader(name, value);
    cutOffUnread(raw, longestUnread);
    done();
  });
  fastify.addHook('onRequest', refuseForeignRequests(hosts));
  // When many requests come at once, each is handled and answered in its turn, with other work in between.
  const turn = createTurns();
  fastify.addHook('preHandler', async ({ method, routeOptions }) => {
    if (method === 'GET' && !AT_ONCE.has(routeOptions.url)) await turn();
  });
  fastify.addHook('preSerialization', async ({ method, routeOptions }, _reply, payload) => {
    if (method === 'GET' && !AT_ONCE.has(routeOptions.url)) await turn();
    return payload;
  });
  fastify.addHook('onSend', (request, reply, payload, done) => longAnswers.bound(request, reply, payload, done));
}
