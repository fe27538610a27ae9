import { parseCookie, stringifySetCookie, type SetCookie } from 'cookie';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '@plant-ledger/configuration';
import { ProblemException } from '../http/problem.js';
import { badCredentials, type Access } from './access.js';
import type { IdentityTokens } from './identity-tokens.js';
import type { Credential, Principal } from './principal.js';
import { LONGEST_SESSION, type Session, type Sessions } from './sessions.js';

const BEARER = /^Bearer +(\S+)$/i;
const KEY_PREFIX = 'plk_';
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Reads the credentials of a request: an API key, an access token, or the page's cookie. */
export class Authentication {
  constructor(
    private readonly access: Access,
    private readonly tokens: IdentityTokens | undefined,
    private readonly sessions: Sessions,
    /** As for `refuseForeignRequests`. */
    private readonly hosts: readonly string[] = [],
    /** LEDGER_INSECURE. */
    private readonly isMeantToBeOpen = false,
    private readonly now: () => number = Date.now,
  ) {}

  /** Undefined where the request carries no credentials. @throws ProblemException 401 for wrong ones, 403 for a forged request. */
  authenticate(request: FastifyRequest): Principal | undefined | Promise<Principal | undefined> {
    const local = this.access.local();
    if (local) {
      this.#checkDirect(request);
      return local;
    }
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, credential] = BEARER.exec(authorization) ?? [];
      if (credential === undefined) throw badCredentials('Send Authorization: Bearer, a space, and the key or token.');
      return this.#holderOf(credential);
    }
    const sealed = this.#cookieOf(request);
    return sealed === undefined ? undefined : this.#signedIn(request, sealed);
  }

  /** A proxy in front would publish a ledger that is open to all, unless somebody has said so. */
  #checkDirect({ headers, host, hostname }: FastifyRequest): void {
    if (this.isMeantToBeOpen || this.hosts.includes(hostname) || this.hosts.includes(host)) return;
    const header = FORWARDED.find((name) => headers[name] !== undefined);
    if (header !== undefined)
      throw new ProblemException(
        403,
        'proxied-without-keys',
        `A proxy passes this on (${header}), and this ledger is open to everybody who reaches it. Make it ask for keys (ledger access init), or name the proxy's address in LEDGER_HOSTS.`,
      );
  }

  /** The cookie for the holder of a key or token. @throws ProblemException 401. */
  async signIn(credential: string, request: FastifyRequest): Promise<string> {
    const { credential: known, validUntil } = await this.#holderOf(credential);
    const expires = Math.min(validUntil, this.now() + LONGEST_SESSION);
    const sealed = await this.sessions.seal(
      known.kind === 'key' ? { keyId: known.keyId } : this.#named(known),
      expires,
    );
    return stringifySetCookie({ ...this.#cookie(request), value: sealed, expires: new Date(expires) });
  }

  /** The cookie that ends the session. */
  async signOut(request: FastifyRequest): Promise<string> {
    const sealed = this.#cookieOf(request);
    const session = sealed === undefined ? undefined : await this.sessions.open(sealed, this.now());
    if (session) {
      checkSameOrigin(request);
      await this.sessions.end(session);
    }
    return stringifySetCookie({ ...this.#cookie(request), value: '', expires: new Date(0) });
  }

  /** With the groups that hold something: a cookie has no room for all that a person may be in. */
  #named(known: Credential): Pick<Session, 'names'> {
    if (known.kind !== 'identity') throw badCredentials();
    const [name, ...groups] = known.names;
    const holding = new Set(this.access.rights.grants.map(({ principal }) => principal));
    return { names: [name, ...groups.filter((group) => holding.has(group))] };
  }

  #holderOf(credential: string): Principal | Promise<Principal> {
    if (credential.startsWith(KEY_PREFIX)) return this.access.byKey(credential);
    if (!this.tokens)
      throw badCredentials('This is no API key (plk_…), and no identity provider is configured (LEDGER_OIDC_ISSUER).');
    return this.tokens.holderOf(credential, this.access);
  }

  async #signedIn(request: FastifyRequest, sealed: string): Promise<Principal> {
    const session = await this.sessions.open(sealed, this.now());
    if (!session) throw new ProblemException(401, 'expired', 'The session is over: sign in again.');
    checkSameOrigin(request);
    const holder = holderOf(session, this.access);
    return { ...holder, validUntil: Math.min(holder.validUntil, session.expires) };
  }

  #cookieOf(request: FastifyRequest): string | undefined {
    const { cookie } = request.headers;
    // Only by the name that it was set with here: one without the prefix may have been planted from elsewhere.
    return cookie === undefined ? undefined : parseCookie(cookie)[this.#cookie(request).name];
  }

  #cookie(request: FastifyRequest): Omit<SetCookie, 'value'> {
    const secure = 'encrypted' in request.raw.socket || !isLoopback(request.hostname);
    const name = secure ? SECURE_NAME : PLAIN_NAME;
    return { name, httpOnly: true, secure, sameSite: 'strict', path: '/' };
  }
}

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'] as const;
const SECURE_NAME = '__Host-ledger';
/** On this machine's own address, where there is no TLS: a browser would not keep a cookie with the prefix. */
const PLAIN_NAME = 'ledger';

function holderOf({ keyId, names, expires }: Session, access: Access): Principal {
  if (keyId !== undefined) return access.byKeyId(keyId);
  const [name, ...groups] = names ?? [];
  if (name === undefined) throw badCredentials();
  return access.byIdentity([name, ...groups], expires);
}

/** A cookie goes along with every request of a browser, also with those that another page makes. */
function checkSameOrigin({ method, headers }: FastifyRequest): void {
  if (READING.has(method) || headers['sec-fetch-site'] === 'same-origin') return;
  throw new ProblemException(
    403,
    'foreign-origin',
    'With a cookie only the page itself may change anything. Programs send Authorization: Bearer with a key.',
  );
}
