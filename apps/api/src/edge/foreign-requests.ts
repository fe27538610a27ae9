import { isIPv4, isIPv6 } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerFrameworkError } from '../before-routing.js';
import { ProblemException } from '../problem.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * For Fastify's `onRequest`. A page from elsewhere, open in somebody's browser, reaches what that browser reaches: by a name
 * of its own that it lets point to this machine (421), or by a form or script that sends here (403). `hosts`: the names
 * besides loopback's by which the service is meant to be asked (LEDGER_HOSTS), with a port or for any.
 */
export function refuseForeignRequests(hosts: readonly string[]) {
  const isKnown = (host: string) => hosts.includes(host.toLowerCase()) || hosts.includes(hostName(host));

  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { host, origin } = request.headers;
    const refuse = async (status: number, code: string, detail: string): Promise<void> => {
      answerFrameworkError(new ProblemException(status, code, detail), request, reply);
      await reply;
    };
    const isGuarded = hosts.length > 0 || isLoopback(request.raw.socket.localAddress ?? '');
    if (host !== undefined && isGuarded && !isLoopback(hostName(host)) && !isKnown(host))
      return refuse(
        421,
        'foreign-host',
        `This ledger does not answer as "${hostName(host)}". If it is meant to be asked by that name, add it to LEDGER_HOSTS.`,
      );
    if (READING.has(request.method)) return;
    if (request.headers['sec-fetch-site'] === 'cross-site' || (origin !== undefined && !isOwn(origin, host, isKnown)))
      return refuse(
        403,
        'foreign-origin',
        'A page of another address may not change anything here. Programs send no Origin; a page that is meant to must be named in LEDGER_HOSTS.',
      );
  };
}

/** The scheme is left out: a proxy in front may speak another one. */
function isOwn(origin: string, host: string | undefined, isKnown: (host: string) => boolean): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from !== '' && (from === host?.toLowerCase() || isKnown(from));
}

/** Without the port, in lower case; an IPv6 address without its brackets. */
function hostName(host: string): string {
  const [, inBrackets, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host.toLowerCase()) ?? [];
  return inBrackets ?? plain ?? host.toLowerCase();
}

/** An address of this very machine, or a name that never is another's (RFC 6761, 6.3). */
export function isLoopback(host: string): boolean {
  if (isIPv6(host)) return host === '::1' || host.startsWith('::ffff:127.');
  return host === 'localhost' || host.endsWith('.localhost') || (isIPv4(host) && host.startsWith('127.'));
}
