import type { FastifyInstance } from 'fastify';
import { ANSWER_HEADERS } from './answer-headers.js';
import type { Connections } from './connections.js';
import { refuseForeignRequests } from './foreign-requests.js';
import { cutOffUnread } from './unread-answers.js';

/** What every request meets before its route. To be called before routes are added. `hosts` as for `refuseForeignRequests`. */
export function guardEdge(fastify: FastifyInstance, hosts: readonly string[], connections: Connections): void {
  connections.watch(fastify.server);
  fastify.addHook('onRequest', (_request, { raw }, done) => {
    // On the response itself: some answers are written past Fastify.
    for (const [name, value] of Object.entries(ANSWER_HEADERS)) raw.setHeader(name, value);
    cutOffUnread(raw);
    done();
  });
  fastify.addHook('onRequest', refuseForeignRequests(hosts));
}
