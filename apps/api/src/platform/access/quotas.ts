import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { answerFrameworkError } from '../http/before-routing.js';
import { ProblemException } from '../http/problem.js';
import { addressOf } from './guard-access.js';

export interface Quotas {
  /** Of one principal, or of one address while nobody is signed in. */
  readonly requestsPerMinute: number;
  readonly bytesPerMinute: number;
}

const MINUTE = 60;
/** Who asks these, asks for everybody. */
const PROBES: ReadonlySet<string | undefined> = new Set(['/livez', '/readyz']);

/**
 * Bounds what one principal may ask for and send within a minute, so that one that runs wild leaves the others alone. A
 * body that is on its way is never cut off for it: what comes next has to wait. To be called after `guardAccess`.
 */
export function keepQuotas(fastify: FastifyInstance, { requestsPerMinute, bytesPerMinute }: Quotas): void {
  const requests = new RateLimiterMemory({ points: requestsPerMinute, duration: MINUTE });
  const bytes = new RateLimiterMemory({ points: bytesPerMinute, duration: MINUTE });
  const read = new WeakMap<FastifyRequest, number>();

  fastify.addHook('onRequest', async (request, reply) => {
    const who = payerOf(request);
    if (who === undefined || PROBES.has(request.routeOptions.url)) return;
    read.set(request, request.raw.socket.bytesRead);
    const spent = (await consumed(requests, who)) ?? (await overdrawn(bytes, who));
    if (spent === undefined) return;
    answerFrameworkError(tooMuch(spent), request, reply);
    await reply;
  });
  fastify.addHook('onResponse', async (request) => {
    const who = payerOf(request);
    const before = read.get(request);
    if (who !== undefined && before !== undefined) await bytes.penalty(who, request.raw.socket.bytesRead - before);
  });
}

/** Nobody pays while the ledger is open to all. */
function payerOf(request: FastifyRequest): string | undefined {
  const { principal } = request;
  if (!principal) return `address ${addressOf(request)}`;
  return principal.by === undefined ? undefined : principal.name;
}

/** Milliseconds until there is something to consume again; undefined: it was consumed. */
async function consumed(limiter: RateLimiterMemory, who: string): Promise<number | undefined> {
  try {
    await limiter.consume(who);
    return undefined;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.msBeforeNext;
    throw error;
  }
}

async function overdrawn(limiter: RateLimiterMemory, who: string): Promise<number | undefined> {
  const spent = await limiter.get(who);
  return spent && spent.consumedPoints > limiter.points ? spent.msBeforeNext : undefined;
}

function tooMuch(milliseconds: number): ProblemException {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000));
  return new ProblemException(
    429,
    'too-many-requests',
    `More was asked or sent within a minute than one caller may (LEDGER_REQUESTS_PER_MINUTE, LEDGER_MEGABYTES_PER_MINUTE). Come again in ${seconds} seconds; send many events in a stream.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}
