import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from '@plant-ledger/configuration';
import { refuse } from '../http/before-routing.js';
import { ProblemException } from '../http/problem.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * For Fastify's `onRequest`. A page of another site, open in somebody's browser, reaches what that browser reaches:
 * through a name of its own that resolves to this machine (421), or with a form or script that sends here (403).
 * `hosts`: the names besides loopback's under which the service is meant to be asked (LEDGER_HOSTS), with a port or for
 * any.
 */
export function refuseForeignRequests(hosts: readonly string[]) {
  const isKnown = (host: string) => hosts.includes(host.toLowerCase()) || hosts.includes(hostName(host));

  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { origin } = request.headers;
    const target = authorityOf(request.raw.url ?? '');
    const host = target ?? request.headers.host;
    const isGuarded = hosts.length > 0 || isLoopback(request.raw.socket.localAddress ?? '');
    const isForeign = (name: string) => !isLoopback(hostName(name)) && !isKnown(name);
    const foreign = [target, request.headers.host].find((name) => name !== undefined && isForeign(name));
    if (foreign !== undefined && isGuarded) return refuse(foreignHost(hostName(foreign)), request, reply);
    if (READING.has(request.method)) return;
    if (request.headers['sec-fetch-site'] === 'cross-site' || (origin !== undefined && !isOwn(origin, host, isKnown)))
      return refuse(foreignOrigin(), request, reply);
  };
}

function foreignHost(name: string): ProblemException {
  return new ProblemException(
    421,
    'foreign-host',
    `This ledger does not answer as "${name}". If it is meant to be asked by that name, add it to LEDGER_HOSTS.`,
  );
}

function foreignOrigin(): ProblemException {
  return new ProblemException(
    403,
    'foreign-origin',
    'A page of another address may not change anything here. Programs send no Origin; a page that is meant to must be named in LEDGER_HOSTS.',
  );
}

/** The scheme is left out: a proxy in front may use another one. */
function isOwn(origin: string, host: string | undefined, isKnown: (host: string) => boolean): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from !== '' && (from === host?.toLowerCase() || isKnown(from));
}

/** The host of an absolute-form target, as proxies are asked (RFC 9112, 3.2.2): it overrides the Host header. */
function authorityOf(target: string): string | undefined {
  const [, authority] = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(target) ?? [];
  return authority?.replace(/^.*@/, '');
}

/** Without the port, in lower case; an IPv6 address without its brackets. */
function hostName(host: string): string {
  const [, inBrackets, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host.toLowerCase()) ?? [];
  return inBrackets ?? plain ?? host.toLowerCase();
}
