import {
  grantsOf,
  isSourceIn,
  outsideOf,
  permissionToReport,
  PERMISSIONS,
  ROLES,
  type EventType,
  type Permission,
  type Reported,
  type Rights,
  type Role,
  type Scope,
} from '@plant-ledger/domain';

/** Who a request comes from, and what they may. */
export interface Principal {
  readonly name: string;
  /** As it is recorded with what they send: `key:…`, `oidc:…`; undefined while the ledger is open to all. */
  readonly by: string | undefined;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  /** The permissions that do not come from the role of a source: they hold for all sources. */
  readonly everywhere: ReadonlySet<Permission>;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970 UTC: what they may was worked out for the time before. */
  readonly validUntil: number;
  /** By what it is known: a key, or a person's name and groups until the token is over. */
  readonly credential: Credential;
}

export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly keyId: string; readonly names: readonly [string] }
  | { readonly kind: 'identity'; readonly names: readonly [string, ...string[]]; readonly expires: number };

const ALL = new Set(Object.keys(PERMISSIONS) as Permission[]);

/** Everybody, while nothing was ever granted. */
export const LOCAL: Principal = {
  name: 'local',
  by: undefined,
  roles: [],
  permissions: ALL,
  everywhere: ALL,
  scopes: [],
  validUntil: Infinity,
  credential: { kind: 'none' },
};

/** Instants are milliseconds since 1970 UTC. */
export function principalOf(
  rights: Rights,
  credential: Exclude<Credential, { readonly kind: 'none' }>,
  by: string,
  now: number,
  credentialExpires: number,
): Principal {
  const { names } = credential;
  const grants = grantsOf(rights, names, now);
  const roles = [...new Set(grants.map(({ role }) => role))];
  const permissionsOf = (some: readonly Role[]) => new Set<Permission>(some.flatMap((role) => ROLES[role]));
  return {
    name: names[0],
    by,
    roles,
    permissions: permissionsOf(roles),
    everywhere: permissionsOf(roles.filter((role) => role !== 'source')),
    scopes: grants.flatMap(({ scope }) => scope ?? []),
    validUntil: Math.min(credentialExpires, ...grants.map(({ until = Infinity }) => until)),
    credential,
  };
}

/** Whether a principal sees what a source reported: all of it, or, being a source itself, its own. */
export function seenBy(
  principal: Principal | null,
  permission: Permission,
): (of: { readonly source: string }) => boolean {
  if (!principal || principal.everywhere.has(permission)) return () => principal !== null;
  return ({ source }) => principal.scopes.some((scope) => isSourceIn(scope, source));
}

/** An event as it came; its type may be none. */
export type Received = Omit<Reported, 'type'> & { readonly type: EventType | undefined };

/** Why a principal may not report an event, as the end of a sentence; undefined: it may. */
export function refusalToReport(principal: Principal, received: Received, rights: Rights): string | undefined {
  const { type, source } = received;
  const needs = type === undefined ? undefined : permissionToReport(type);
  if (needs === undefined ? REPORTING.some((one) => principal.everywhere.has(one)) : principal.everywhere.has(needs)) {
    const owner = rights.grants.find(
      ({ principal: name, scope }) => scope && !isOneOf(principal, name) && isSourceIn(scope, source),
    );
    if (owner && principal !== LOCAL)
      return `comes as source "${source}", under which ${owner.principal} reports: use a source of your own`;
    return undefined;
  }
  const reasons = principal.scopes.map((scope) =>
    type === undefined ? foreignSource(scope, source) : outsideOf(scope, { ...received, type }),
  );
  if (reasons.some((reason) => reason === undefined) && reasons.length > 0) return undefined;
  return reasons[0] ?? `needs the permission to ${PERMISSIONS[needs ?? 'facts']}, which you do not have`;
}

/** Whether somebody is, or belongs to, who is named. */
function isOneOf({ credential }: Principal, name: string): boolean {
  return credential.kind !== 'none' && credential.names.some((own) => own === name);
}

/** The plants of which a source may report; undefined: of all. */
export function plantsOf({ scopes, everywhere }: Principal): readonly string[] | undefined {
  if (everywhere.has('amend') || scopes.some(({ plants }) => plants === 'any')) return undefined;
  const named = scopes.flatMap(({ plants }) => (plants === 'any' ? [] : plants));
  return named.length > 0 ? named : undefined;
}

const REPORTING = ['facts', 'amend', 'plan', 'close'] as const satisfies readonly Permission[];

export function mayReportAtAll({ permissions }: Principal): boolean {
  return REPORTING.some((one) => permissions.has(one));
}

function foreignSource(scope: Scope, source: string): string | undefined {
  return isSourceIn(scope, source) ? undefined : `comes as source "${source}", which is not one of this key's`;
}
