import type { FastifyInstance } from 'fastify';
import { refuse } from './before-routing.js';
import { ProblemException } from './problem.js';

/**
 * A known path with a method that it does not have is answered 405 with those it has (RFC 9110, 15.5.6). To be called
 * before routes are added.
 */
export function refuseOtherMethods(fastify: Pick<FastifyInstance, 'addHook'>): void {
  const routes: { readonly steps: readonly string[]; readonly methods: readonly string[] }[] = [];
  fastify.addHook('onRoute', ({ url, method }) => {
    routes.push({ steps: url.split('/'), methods: [method].flat() });
  });
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const [path = ''] = request.url.split('?');
    const asked = path.split('/');
    const methods = new Set(routes.filter(({ steps }) => leadsTo(steps, asked)).flatMap((route) => route.methods));
    if (methods.size === 0) return;
    const allowed = [...methods].toSorted().join(', ');
    const detail = `${request.method} is none of the methods of this path, which are ${allowed}.`;
    await refuse(new ProblemException(405, 'method-not-allowed', detail), request, reply.header('allow', allowed));
  });
}

/** `:name` is any one segment of a path, `*` whatever follows. */
function leadsTo(route: readonly string[], path: readonly string[]): boolean {
  if (route.at(-1) !== '*' && route.length !== path.length) return false;
  return route.every(
    (step, index) => step === '*' || (step.startsWith(':') ? path[index] !== '' : path[index] === step),
  );
}
