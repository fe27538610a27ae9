import { PERMISSIONS, type Permission } from '@plant-ledger/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerFrameworkError } from '../http/before-routing.js';
import type { Needs } from '../../describing/needs.js';
import { asProblem, ProblemException } from '../http/problem.js';
import { noCredentials } from './access.js';
import type { FailedAttempts } from './failed-attempts.js';
import { mayReportAtAll, type Principal } from './principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where it is not known, on routes that are open to all. */
    principal: Principal | null;
  }
}

export interface GuardOptions {
  /** By method and path as Fastify writes them, such as `GET /v1/units/:vin`. */
  readonly needs: ReadonlyMap<string, Needs>;
  readonly failures: FailedAttempts;
  /** Is called with the code of each refusal. */
  refused(code: string): void;
  /** Undefined where the request carries no credentials. @throws ProblemException 401 for wrong ones. */
  authenticate(request: FastifyRequest): Principal | undefined | Promise<Principal | undefined>;
}

/** Whether who is being answered may still all that they might when they asked. */
export interface Guard {
  mayStill(request: FastifyRequest): Promise<boolean>;
}

/**
 * Who asks, and whether they may, before anything of the request is read. A route of which nothing is said fails the
 * start. To be called before routes are added.
 */
export function guardAccess(fastify: FastifyInstance, { needs, failures, authenticate, refused }: GuardOptions): Guard {
  const undeclared: string[] = [];
  const needOf = (method: string, url = '') => needs.get(`${method === 'HEAD' ? 'GET' : method} ${url}`);
  fastify.decorateRequest('principal', null);
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (needOf(one, url) === undefined) undeclared.push(`${one} ${url}`);
  });
  fastify.addHook('onReady', () => {
    if (undeclared.length > 0) throw new Error(`Nothing says who may ask for ${undeclared.join(', ')}.`);
    return Promise.resolve();
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const need = request.is404 ? 'nothing' : needOf(request.method, request.routeOptions.url);
    try {
      request.principal = await known(request, need);
      if (need === undefined || (need !== 'nothing' && !may(request.principal, need)))
        throw request.principal ? notAllowed(request.principal, need) : noCredentials();
    } catch (error) {
      const problem = asProblem(error);
      const slowed = problem.code === 'bad-credentials' ? failures.failed(addressOf(request)) : undefined;
      refused((slowed ?? problem).code);
      answerFrameworkError(slowed ?? problem, request, reply);
      await reply;
    }
  });

  return {
    async mayStill(request) {
      const now = await known(request, needOf(request.method, request.routeOptions.url)).catch(() => null);
      return [...(request.principal?.permissions ?? [])].every((permission) => may(now, permission));
    },
  };

  async function known(request: FastifyRequest, need: Needs | undefined): Promise<Principal | null> {
    try {
      return (await authenticate(request)) ?? null;
    } catch (error) {
      // What is open to all is so to somebody with an old cookie, too.
      if (need !== 'nothing') throw error;
      if (asProblem(error).code === 'bad-credentials') failures.failed(addressOf(request));
      return null;
    }
  }
}

function may(principal: Principal | null, need: Exclude<Needs, 'nothing'>): boolean {
  if (!principal) return false;
  return need === 'report' ? mayReportAtAll(principal) : principal.permissions.has(need);
}

/** @throws ProblemException 403 where part of what is asked needs more than its route does. */
export function demand(principal: Principal | null, permission: Permission): void {
  if (!may(principal, permission)) throw principal ? notAllowed(principal, permission) : noCredentials();
}

function notAllowed({ name, roles }: Principal, need: Needs = 'access'): ProblemException {
  const what = need === 'report' || need === 'nothing' ? 'report events' : `${PERMISSIONS[need]} (${need})`;
  const has = roles.length > 0 ? `has the role ${roles.join(', ')}` : 'has no role any more';
  return new ProblemException(
    403,
    'not-allowed',
    `This needs the permission to ${what}. ${name} ${has}. An admin of this ledger can grant another role.`,
  );
}

/** Where a request comes from, by the word of a proxy that is trusted. */
export function addressOf({ ip }: FastifyRequest): string {
  return ip;
}
