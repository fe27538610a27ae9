import { z } from 'zod';
import { instant, position, type Answer } from './words.js';

const who = z.string().meta({ examples: ['source:mes-bj1', 'user:ops-3'] });
const role = z.string().meta({ examples: ['source', 'operator'] });
const by = z.string().nullable().meta({ description: 'Who decided it, as events name them in `metadata.by`.' });
const scope = z.strictObject({
  sources: z.array(z.string()),
  plants: z.union([z.literal('any'), z.array(z.string())]),
  types: z.union([z.literal('facts'), z.array(z.string())]),
  amend: z.boolean(),
});

export const me = z.strictObject({
  open: z
    .boolean()
    .meta({ description: 'Nothing was ever granted: everybody who reaches this ledger may everything.' }),
  principal: who.nullable().meta({ description: 'Null for who is not signed in.' }),
  roles: z.array(role),
  permissions: z.array(z.string()),
  scopes: z.array(scope),
  expires: instant.nullable().meta({ description: 'Until when the key, the token or the session holds.' }),
});

export const rights = z.strictObject({
  position,
  open: me.shape.open,
  grants: z.array(
    z.strictObject({
      principal: who,
      role,
      scope: scope.nullable(),
      since: instant,
      until: instant.nullable(),
      by,
      inForce: z.boolean(),
    }),
  ),
  keys: z.array(
    z.strictObject({
      keyId: z.string(),
      principal: who,
      since: instant,
      expires: instant,
      by,
      inForce: z.boolean(),
      revoked: z.strictObject({ at: instant, reason: z.string(), by }).nullable(),
      lastUsed: instant.nullable().meta({ description: 'At this instance, since its start.' }),
    }),
  ),
  warnings: z.array(z.string()).meta({ description: 'Roles in one hand that should be in different ones.' }),
});

const warnings = z.array(z.string());
export const accessChanged = z.strictObject({ principal: who, roles: z.array(role), warnings });
export const newKey = z.strictObject({
  keyId: z.string(),
  principal: who,
  key: z.string().meta({ description: 'The key itself: it is shown this once, and kept nowhere.' }),
  expires: instant,
});
export const keyRevokedAnswer = z.strictObject({ keyId: z.string(), revoked: z.literal(true) });

export type Me = Answer<typeof me>;
export type AccessRights = Answer<typeof rights>;
export type AccessChanged = Answer<typeof accessChanged>;
export type NewKey = Answer<typeof newKey>;
