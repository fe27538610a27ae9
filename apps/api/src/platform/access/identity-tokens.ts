import { createHash } from 'node:crypto';
import { principal } from '@plant-ledger/domain';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { ProblemException } from '../http/problem.js';
import { badCredentials, type Access } from './access.js';
import type { Principal } from './principal.js';

export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: string;
  /** The claim that lists a person's groups. */
  readonly groupsClaim: string;
}

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA'];
/** What an access token may say it is (RFC 9068, and those before it). */
const TYPES: ReadonlySet<string | undefined> = new Set([undefined, 'jwt', 'at+jwt', 'application/at+jwt']);
/** Milliseconds for which a token that was verified is not verified again. */
const TRUSTED_FOR = 60_000;

interface Verified {
  readonly names: readonly [string, ...string[]];
  /** Milliseconds since 1970 UTC. */
  readonly expires: number;
}

/** OIDC access tokens of one issuer, for this audience. While its keys cannot be had, its tokens are refused. */
export class IdentityTokens {
  readonly #verified = new LRUCache<string, Verified>({ max: 10_000, ttl: TRUSTED_FOR });
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly provider: IdentityProvider) {}

  /** @throws ProblemException 401 for a token that is not this issuer's, not for this audience, or not in force. */
  async holderOf(token: string, access: Access): Promise<Principal> {
    const { names, expires } = await this.#verify(token);
    return access.byIdentity(names, expires);
  }

  async #verify(token: string): Promise<Verified> {
    const id = createHash('sha256').update(token).digest('base64url');
    const known = this.#verified.get(id);
    if (known && Date.now() < known.expires) return known;
    const { issuer, audience } = this.provider;
    this.#keys ??= keysOf(issuer);
    const keys = await this.#keys.catch((error: unknown) => {
      // The next token tries again.
      this.#keys = undefined;
      throw unreachable(error);
    });
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: 60,
      requiredClaims: ['exp', 'sub'],
    }).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (!TYPES.has(protectedHeader.typ?.toLowerCase()))
      throw badCredentials(`A token of the type ${JSON.stringify(protectedHeader.typ)} is no access token.`);
    const verified = this.#read(payload);
    this.#verified.set(id, verified);
    return verified;
  }

  #read(payload: JWTPayload): Verified {
    const issuer = shortNameOf(this.provider.issuer);
    const groups = payload[this.provider.groupsClaim];
    const listed = Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
    const name = `oidc:${issuer}:${payload.sub ?? ''}`;
    if (!isPrincipal(name)) throw badCredentials('The subject of the access token is no name that can be recorded.');
    return {
      names: [name, ...listed.map((group) => `oidc-group:${issuer}:${group}`).filter(isPrincipal)],
      expires: (payload.exp ?? 0) * 1_000,
    };
  }
}

function isPrincipal(name: string): boolean {
  return principal.safeParse(name).success;
}

/** The issuer within a principal's name: eight hexadecimal digits of SHA-256. */
export function shortNameOf(issuer: string): string {
  return createHash('sha256').update(issuer).digest('hex').slice(0, 8);
}

/** As OpenID Connect Discovery says. */
async function keysOf(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(5_000), redirect: 'error' });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const { issuer: named, jwks_uri: keys } = (await response.json()) as Readonly<Record<string, unknown>>;
  if (named !== issuer) throw new Error(`${address} is of the issuer ${String(named)}`);
  return createRemoteJWKSet(new URL(String(keys)), { timeoutDuration: 5_000, cooldownDuration: 10_000 });
}

function unreachable(error: unknown): ProblemException {
  const reason = error instanceof Error ? error.message : String(error);
  return new ProblemException(
    503,
    'identity-provider-unavailable',
    `The keys of the identity provider cannot be had just now (${reason}), so its tokens are refused. Try again in a moment, or use an API key.`,
  );
}

function refusalOf(error: unknown): ProblemException {
  if (error instanceof errors.JWTExpired)
    return new ProblemException(
      401,
      'expired',
      'The access token has expired: get a new one from the identity provider.',
    );
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) return unreachable(error);
  return badCredentials(
    'The access token is not one of the configured identity provider for this ledger (LEDGER_OIDC_ISSUER, LEDGER_OIDC_AUDIENCE).',
  );
}
