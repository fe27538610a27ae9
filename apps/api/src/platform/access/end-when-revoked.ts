import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from './access.js';
import type { Guard } from './guard-access.js';

/** Milliseconds between two looks at what has expired. */
const LOOK_EVERY = 15_000;

/** Answers that go on for as long as somebody listens, or for as long as the log is. */
const LONG_LIVED: ReadonlySet<string | undefined> = new Set(['/v1/live', '/v1/log']);

/**
 * Cuts off who follows the ledger once they may no longer: a right that was revoked, a key or session that is over.
 */
export function endWhenRevoked(fastify: FastifyInstance, access: Pick<Access, 'whenChanged'>, guard: Guard): void {
  const open = new Map<FastifyRequest, FastifyReply>();
  const look = async () => {
    for (const [request, { raw }] of open) if (!(await guard.mayStill(request))) raw.destroy();
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    if (LONG_LIVED.has(request.routeOptions.url)) {
      open.set(request, reply);
      reply.raw.once('close', () => open.delete(request));
    }
    done();
  });
  access.whenChanged(() => void look());
  const timer = setInterval(() => void look(), LOOK_EVERY).unref();
  fastify.addHook('onClose', (_instance, done) => {
    clearInterval(timer);
    done();
  });
}
