import type { AccessRights } from '@plant-ledger/contract';
import { conflictingRoles, conflictOf, isInForce, type Rights } from '@plant-ledger/domain';
import { formatPosition, type Position } from '@plant-ledger/event-store';
import { formatInstant } from '@plant-ledger/read-model';

/** Who may what at a time, as an answer. `now`: milliseconds since 1970 UTC. */
export function rightsView(
  rights: Rights,
  position: Position,
  now: number,
  lastUsed: (keyId: string) => number | undefined,
): AccessRights {
  const inForce = rights.grants.filter(({ until }) => until === undefined || now < until);
  const held = Map.groupBy(inForce, ({ principal }) => principal);
  return {
    position: formatPosition(position),
    open: !rights.isClosed,
    grants: rights.grants.map((grant) => ({
      principal: grant.principal,
      role: grant.role,
      scope: grant.scope ?? null,
      since: formatInstant(grant.since),
      until: formatInstant(grant.until ?? null),
      by: grant.by ?? null,
      inForce: inForce.includes(grant),
    })),
    keys: [...rights.keys.values()].map((key) => ({
      keyId: key.keyId,
      principal: key.principal,
      since: formatInstant(key.since),
      expires: formatInstant(key.expires),
      by: key.by ?? null,
      inForce: isInForce(key, now),
      revoked: key.revoked
        ? { at: formatInstant(key.revoked.at), reason: key.revoked.reason, by: key.revoked.by ?? null }
        : null,
      lastUsed: formatInstant(lastUsed(key.keyId) ?? null),
    })),
    warnings: [...held].flatMap(([principal, grants]) => {
      const conflicting = conflictingRoles(grants.map(({ role }) => role));
      return conflicting.length > 0 ? [conflictOf(principal, conflicting)] : [];
    }),
  };
}
