import { z } from 'zod';
import { isEventType } from '../catalog.js';
import { identifier, instant, reason } from '../values/schemas.js';
import { ROLE_NAMES } from './roles.js';

/** Who may what, in stream `ledger`. Written by the ledger only, when somebody with the right to asks for it. */

const PRINTABLE = '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}';
const PRINCIPAL = new RegExp(
  `^(source|user|oidc|oidc-group):[${PRINTABLE}]([${PRINTABLE} ]{0,198}[${PRINTABLE}])?$`,
  'u',
);

/** Who a request comes from: a machine, a person, or a group of persons of an identity provider. */
export const principal = z
  .string()
  .regex(PRINCIPAL, 'must be source:NAME, user:NAME, oidc:SUBJECT or oidc-group:GROUP, such as source:mes-bj1')
  .meta({ description: 'Who: `source:…` a machine, `user:…`, `oidc:…` a person, `oidc-group:…` a group of persons.' });

const sourcePattern = z
  .string()
  .regex(/^[^\s\p{C}*]{1,2000}(\/\*)?$/u, 'must be a source as events name it, or one that ends in /*')
  .refine((pattern) => /[^/]/.test(pattern.replace(/\/\*$/, '')), 'must begin with something before /*')
  .meta({ examples: ['//bj-1.example/mes', '//bj-1.example/*'] });

/** What a machine may report. */
export const scope = z.strictObject({
  sources: z.array(sourcePattern).min(1).max(100).meta({ description: 'The `source` of its events.' }),
  plants: z
    .union([z.literal('any'), z.array(identifier).min(1).max(1_000)])
    .default('any')
    .meta({ description: 'The plants that its events may name.' }),
  types: z
    .union([z.literal('facts'), z.array(z.string().refine(isEventType, 'must be a type of event')).min(1).max(100)])
    .default('facts')
    .meta({ description: '`facts`: of units and lines; or the types.' }),
  amend: z.boolean().default(false).meta({ description: 'Whether it may void and correct its own events.' }),
});
export type Scope = z.infer<typeof scope>;

export const accessGranted = z.strictObject({
  principal,
  roles: z.array(z.enum(ROLE_NAMES)).min(1).max(8),
  scope: scope.optional(),
  until: instant.optional().meta({ description: 'When it ends by itself.' }),
});

export const accessRevoked = z.strictObject({
  principal,
  reason,
  roles: z
    .array(z.enum(ROLE_NAMES))
    .min(1)
    .max(8)
    .optional()
    .meta({ description: 'Those that end; without it all of them.' }),
});

export const keyIssued = z.strictObject({
  keyId: z.string().regex(/^[0-9a-hjkmnp-tv-z]{8}$/),
  principal,
  kind: z.literal('api-key'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the whole key, in hexadecimal.' }),
  expires: instant,
});

export const keyRevoked = z.strictObject({ keyId: z.string(), reason });

export const ACCESS_SCHEMAS = {
  AccessGranted: accessGranted,
  AccessRevoked: accessRevoked,
  KeyIssued: keyIssued,
  KeyRevoked: keyRevoked,
} as const;

export type AccessData = { readonly [Type in keyof typeof ACCESS_SCHEMAS]: z.infer<(typeof ACCESS_SCHEMAS)[Type]> };
export type AccessEventType = keyof AccessData;
