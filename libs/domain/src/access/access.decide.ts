import type { AccessData, Scope } from './access.events.js';
import { isSourceIn, permissionToReport } from './may-report.js';
import { evolveRights, grantsOf, hasAdmin, isInForce, type AccessEvent, type Grant, type Rights } from './rights.js';
import { conflictingRoles, permissionsOf, type Role } from './roles.js';

/** What is asked: the event that would say so. */
export type AccessChange = {
  [Type in keyof AccessData]: { readonly type: Type; readonly data: AccessData[Type] };
}[keyof AccessData];

export interface AccessContext {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Conflicting roles are refused (LEDGER_SOD=enforce), not only named. */
  readonly separateDuties: boolean;
  /**
   * Who asks, by what the rights themselves know of them; undefined: whoever reaches a ledger to which nobody was ever
   * granted anything. `at the files`: whose rights are those of the machine, where nobody can be locked out.
   */
  readonly asker?: Asker | 'at the files' | undefined;
  /** Only where nothing was ever granted. */
  readonly isFirst?: boolean | undefined;
  /** What the principals of the identity provider that is configured begin with, such as `3f0a9b12`; undefined: none is. */
  readonly issuer?: string | undefined;
}

/** The holder of a key, or a person with their groups. */
export interface Asker {
  readonly keyId?: string | undefined;
  readonly names: readonly string[];
}

export type AccessDecision =
  | { readonly kind: 'accept'; readonly warnings: readonly string[] }
  | { readonly kind: 'refuse'; readonly code: AccessRefusal; readonly detail: string };

/** Why a change of rights is refused. */
export const ACCESS_REFUSALS = {
  'first-admin': 'the first that is granted must be an admin who can sign in',
  'access-begun': 'rights were granted before',
  'not-allowed': 'the caller lacks a permission, or its key may not report this',
  'last-admin': 'nobody could decide who may what afterwards',
  'unknown-principal': 'nothing is granted to it',
  'unknown-key': 'no key has this id',
  'key-revoked': 'the key was revoked before',
  'key-known': 'a key with this id was issued before',
  'not-for-sources': 'closing months is not for a source',
  'too-many-keys': 'two keys of a principal may be in force at a time',
  'scope-missing': 'a source needs to be told what it may report',
  'scope-without-source': 'only the role of a source has a scope',
  'conflicting-roles': 'the roles are to be in different hands (LEDGER_SOD)',
  'ends-in-the-past': 'it would end before it begins',
} as const;
export type AccessRefusal = keyof typeof ACCESS_REFUSALS;

const MOST_KEYS = 2;

/** Whether changes of rights are made, all of them together or none. Pure. */
export function decideAccess(rights: Rights, changes: readonly AccessChange[], context: AccessContext): AccessDecision {
  const refusal = notAsked(rights, context);
  if (refusal) return refusal;
  const warnings: string[] = [];
  let after = rights;
  for (const change of changes) {
    const decision = decideChange(after, change, context);
    if (decision.kind === 'refuse') return decision;
    warnings.push(...decision.warnings);
    after = evolveRights(after, asEvent(change, context.now));
  }
  // Nobody can be locked out of the files.
  if (context.asker === 'at the files' || hasAdmin(after, context)) return { kind: 'accept', warnings };
  if (!rights.isClosed)
    return refuse(
      'first-admin',
      'The first grant closes the ledger to everybody else, so it must make an admin who can sign in: ledger access init does.',
    );
  return refuse(
    'last-admin',
    'Nobody could decide who may what afterwards. Give another admin a key first, or a second key to this one.',
  );
}

/** Decided on the very rights that are changed: what the asker might when they began to ask says nothing of now. */
function notAsked(rights: Rights, { asker, isFirst, now }: AccessContext): AccessDecision | undefined {
  if (isFirst && rights.isClosed)
    return refuse(
      'access-begun',
      'Rights were granted before. An admin can grant more; ledger access init --recover makes another admin at the files.',
    );
  if (asker === 'at the files' || (asker === undefined && !rights.isClosed)) return undefined;
  if (asker && isHolding(rights, asker, now) && mayDecide(grantsOf(rights, asker.names, now))) return undefined;
  return refuse(
    'not-allowed',
    'This needs the permission to decide who may what (access), and you do not have it now.',
  );
}

function isHolding({ keys }: Rights, { keyId }: Asker, now: number): boolean {
  if (keyId === undefined) return true;
  const key = keys.get(keyId);
  return key !== undefined && isInForce(key, now);
}

function mayDecide(grants: readonly Grant[]): boolean {
  return grants.some(({ role }) => permissionsOf(role).includes('access'));
}

function decideChange(rights: Rights, change: AccessChange, context: AccessContext): AccessDecision {
  const { now } = context;
  switch (change.type) {
    case 'AccessGranted':
      return decideGrant(rights, change.data, context);
    case 'AccessRevoked': {
      const { principal, roles } = change.data;
      const held = grantsOf(rights, [principal], now);
      if (held.some(({ role }) => roles?.includes(role) ?? true)) return accept();
      const what = held.length > 0 && roles ? `The role ${roles.join(', ')} is not` : 'Nothing is';
      return refuse('unknown-principal', `${what} granted to ${principal}. ledger access list shows who may what.`);
    }
    case 'KeyIssued':
      return decideKey(rights, change.data, now);
    case 'KeyRevoked': {
      const key = rights.keys.get(change.data.keyId);
      if (!key) return refuse('unknown-key', `No key has the id ${change.data.keyId}. ledger access list shows them.`);
      return key.revoked ? refuse('key-revoked', `The key ${key.keyId} was revoked before.`) : accept();
    }
  }
}

function asEvent(change: AccessChange, now: number): AccessEvent {
  return { ...change, recordedAt: now, occurredAt: now, eventId: '', hash: '', position: undefined };
}

function decideGrant(
  rights: Rights,
  { principal, roles, scope, until }: AccessData['AccessGranted'],
  { now, separateDuties }: AccessContext,
): AccessDecision {
  if (roles.includes('source') && !scope)
    return refuse('scope-missing', 'Say what the source may report: the source of its events, its plants, its types.');
  if (scope && !roles.includes('source'))
    return refuse('scope-without-source', 'Only the role source has a scope; the other roles hold for all plants.');
  if (until !== undefined && !(Date.parse(until) > now))
    return refuse('ends-in-the-past', 'until must be later than now.');
  const closing = scope && scope.types !== 'facts' && scope.types.find((type) => permissionToReport(type) === 'close');
  if (closing)
    return refuse('not-for-sources', `${closing} is not for a source: closing months takes the role controller.`);
  const shared = scope ? sharedSources(rights, principal, scope, now) : [];
  const held = grantsOf(rights, [principal], now).map(({ role }) => role);
  const conflicting = conflictingRoles([...held, ...roles]);
  if (conflicting.length === 0) return accept(...shared);
  const conflict = conflictOf(principal, conflicting);
  if (separateDuties) return refuse('conflicting-roles', `${conflict} LEDGER_SOD=enforce refuses that.`);
  return accept(conflict, ...shared);
}

/** Two that report under one name can amend each other's events, and neither can show that an event is its own. */
function sharedSources(rights: Rights, principal: string, scope: Scope, now: number): string[] {
  return rights.grants
    .filter((grant) => grant.principal !== principal && grant.scope && (grant.until === undefined || now < grant.until))
    .filter(({ scope: other }) => other && overlaps(scope, other))
    .map((grant) => `${grant.principal} may report under the same sources.`);
}

function overlaps(one: Scope, other: Scope): boolean {
  const bare = (pattern: string) => pattern.replace(/\*$/, 'any');
  return (
    one.sources.some((pattern) => isSourceIn(other, bare(pattern))) ||
    other.sources.some((pattern) => isSourceIn(one, bare(pattern)))
  );
}

function decideKey(
  rights: Rights,
  { keyId, principal, expires }: AccessData['KeyIssued'],
  now: number,
): AccessDecision {
  if (rights.keys.has(keyId)) return refuse('key-known', `A key with the id ${keyId} was issued before: make another.`);
  if (grantsOf(rights, [principal], now).length === 0)
    return refuse('unknown-principal', `Nothing is granted to ${principal} yet. Grant it a role first, then a key.`);
  if (!(Date.parse(expires) > now))
    return refuse('ends-in-the-past', 'The key would have expired before its first use.');
  const inForce = [...rights.keys.values()].filter((key) => key.principal === principal && isInForce(key, now));
  if (inForce.length < MOST_KEYS) return accept();
  const ids = inForce.map(({ keyId }) => keyId).join(' and ');
  return refuse('too-many-keys', `${principal} has two keys in force, ${ids}. Revoke one of them first.`);
}

/** For people: which roles one principal holds that should be in different hands. */
export function conflictOf(principal: string, roles: readonly Role[]): string {
  return `${principal} holds ${roles.join(' and ')}, which should be in different hands.`;
}

function accept(...warnings: readonly string[]): AccessDecision {
  return { kind: 'accept', warnings };
}

function refuse(code: AccessRefusal, detail: string): AccessDecision {
  return { kind: 'refuse', code, detail };
}

/** An admin and a key for it. `expires`: RFC 3339. */
export function adminWithKey(principal: string, key: KeyParts, expires: string): readonly AccessChange[] {
  return [{ type: 'AccessGranted', data: { principal, roles: ['admin'] } }, keyFor(principal, key, expires)];
}

/** A key for somebody. `expires`: RFC 3339. */
export function keyFor(principal: string, { keyId, sha256 }: KeyParts, expires: string): AccessChange {
  return { type: 'KeyIssued', data: { keyId, principal, kind: 'api-key', sha256, expires } };
}

type KeyParts = Pick<AccessData['KeyIssued'], 'keyId' | 'sha256'>;
