import type { EvolvingEvent } from '../event.js';
import { parseInstant } from '../values/schemas.js';
import type { AccessEventType, Scope } from './access.events.js';
import { ROLE_NAMES, type Role } from './roles.js';

/** A role that somebody holds. Instants are milliseconds since 1970 UTC. */
export interface Grant {
  readonly principal: string;
  readonly role: Role;
  /** What a source may report; only with that role. */
  readonly scope?: Scope | undefined;
  readonly since: number;
  readonly until?: number | undefined;
  readonly by?: string | undefined;
}

export interface ApiKey {
  readonly keyId: string;
  readonly principal: string;
  /** SHA-256 of the key, in hexadecimal. */
  readonly sha256: string;
  readonly since: number;
  readonly expires: number;
  readonly by?: string | undefined;
  readonly revoked?: { readonly at: number; readonly reason: string; readonly by?: string | undefined } | undefined;
}

/** Who may what, as the stream `ledger` says. */
export interface Rights {
  /** Once anything was ever granted, the ledger is closed to everybody else, for good. */
  readonly isClosed: boolean;
  readonly grants: readonly Grant[];
  /** Of revoked and expired keys, too: they are known, and refused. */
  readonly keys: ReadonlyMap<string, ApiKey>;
}

export const NO_RIGHTS: Rights = { isClosed: false, grants: [], keys: new Map() };

/** An event of stream `ledger`, with who caused it and when it was recorded. */
export type AccessEvent = EvolvingEvent<AccessEventType | 'LedgerOpened'> & {
  readonly recordedAt: number;
  readonly by?: string | undefined;
};

/** Who may what cannot be said: the log has events that only a newer version knows. */
export class UnknownRightsError extends Error {
  override readonly name = 'UnknownRightsError';
}

/** The rights after one more event of stream `ledger`. Pure. @throws UnknownRightsError. */
export function evolveRights(rights: Rights, event: AccessEvent): Rights {
  const { recordedAt: since, by } = event;
  switch (event.type) {
    case 'LedgerOpened':
      return rights;
    case 'AccessGranted': {
      const { principal, roles, scope, until } = event.data;
      const others = rights.grants.filter((grant) => grant.principal !== principal || !roles.includes(grant.role));
      const granted = ROLE_NAMES.filter((role) => roles.includes(role)).map((role) => ({
        ...{ principal, role, since, by },
        scope: role === 'source' ? scope : undefined,
        until: until === undefined ? undefined : parseInstant(until),
      }));
      return { ...rights, isClosed: true, grants: [...others, ...granted] };
    }
    case 'AccessRevoked': {
      const { principal, roles } = event.data;
      const isRevoked = (grant: Grant) => grant.principal === principal && (roles?.includes(grant.role) ?? true);
      return { ...rights, grants: rights.grants.filter((grant) => !isRevoked(grant)) };
    }
    case 'KeyIssued': {
      const { keyId, principal, sha256, expires } = event.data;
      return withKey(rights, { keyId, principal, sha256, since, expires: parseInstant(expires) ?? since, by });
    }
    case 'KeyRevoked': {
      const key = rights.keys.get(event.data.keyId);
      return key ? withKey(rights, { ...key, revoked: { at: since, reason: event.data.reason, by } }) : rights;
    }
    default:
      throw new UnknownRightsError(
        `This version knows no event ${(event as AccessEvent).type} in stream ledger: a newer version wrote it. Use that version.`,
      );
  }
}

function isOfIssuer(principal: string, issuer: string): boolean {
  return principal.startsWith(`oidc:${issuer}:`) || principal.startsWith(`oidc-group:${issuer}:`);
}

function withKey(rights: Rights, key: ApiKey): Rights {
  return { ...rights, keys: new Map(rights.keys).set(key.keyId, key) };
}

/** What a principal holds at a time; of a person also what the groups hold that the identity provider names. */
export function grantsOf(rights: Rights, principals: readonly string[], now: number): readonly Grant[] {
  return rights.grants.filter(
    ({ principal, until }) => principals.includes(principal) && (until === undefined || now < until),
  );
}

export function isInForce({ expires, revoked }: ApiKey, now: number): boolean {
  return revoked === undefined && now < expires;
}

/**
 * Whether somebody could go on deciding who may what: an admin without an end, with a key in force or known to the identity
 * provider. `issuer`: what its principals begin with.
 */
export function hasAdmin(
  rights: Rights,
  { now, issuer }: { readonly now: number; readonly issuer?: string | undefined },
): boolean {
  const keyHolders = new Set(
    [...rights.keys.values()].filter((key) => isInForce(key, now)).map(({ principal }) => principal),
  );
  return rights.grants.some(
    ({ principal, role, until }) =>
      role === 'admin' &&
      until === undefined &&
      (keyHolders.has(principal) || (issuer !== undefined && isOfIssuer(principal, issuer))),
  );
}
