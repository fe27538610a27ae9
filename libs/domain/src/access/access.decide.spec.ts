import fc from 'fast-check';
import { adminWithKey, decideAccess, type AccessChange, type AccessContext, type Asker } from './access.decide.js';
import { accessGranted, keyIssued, principal, type Scope } from './access.events.js';
import { isSourceIn, outsideOf, permissionToReport } from './may-report.js';
import { evolveRights, grantsOf, hasAdmin, NO_RIGHTS, type AccessEvent, type Rights } from './rights.js';
import { ROLE_NAMES, type Role } from './roles.js';

const NOW = Date.UTC(2024, 6, 29);
const DAY = 86_400_000;
const ADMIN: Asker = { keyId: '00000001', names: ['user:admin'] };
const CONTEXT: AccessContext = { now: NOW, separateDuties: false };
const later = (days: number) => new Date(NOW + days * DAY).toISOString();
const sha256 = 'a'.repeat(64);
const MES: Scope = { sources: ['//bj-1.example/mes'], plants: 'any', types: 'facts', amend: false };

const grant = (who: string, roles: Role[], more: object = {}): AccessChange => ({
  type: 'AccessGranted',
  data: { principal: who, roles, ...more },
});
const revoke = (who: string, roles?: Role[]): AccessChange => ({
  type: 'AccessRevoked',
  data: { principal: who, roles, reason: 'r' },
});
const key = (who: string, keyId: string, expires = later(365)): AccessChange => ({
  type: 'KeyIssued',
  data: { keyId, principal: who, kind: 'api-key', sha256, expires },
});
const revokeKey = (keyId: string): AccessChange => ({ type: 'KeyRevoked', data: { keyId, reason: 'r' } });
const INIT = adminWithKey('user:admin', { keyId: '00000001', sha256 }, later(365));

const evolved = (changes: readonly AccessChange[], from: Rights = NO_RIGHTS): Rights =>
  changes.map((change) => ({ ...change, recordedAt: NOW, by: 'cli' }) as AccessEvent).reduce(evolveRights, from);
const given = (...changes: AccessChange[]) => evolved([...INIT, ...changes]);
const when = (rights: Rights, changes: readonly AccessChange[], context: Partial<AccessContext> = {}) =>
  decideAccess(rights, changes, { ...CONTEXT, asker: rights.isClosed ? ADMIN : undefined, ...context });

describe('the first grant', () => {
  it('makes an admin with a key, or one whom an identity provider knows', () => {
    expect(when(NO_RIGHTS, INIT).kind).toBe('accept');
    const groups = [grant('oidc-group:3f0a9b12:admins', ['admin'])];
    expect(when(NO_RIGHTS, groups, { issuer: '3f0a9b12' }).kind).toBe('accept');
    expect(when(NO_RIGHTS, groups, { issuer: '00000000' })).toMatchObject({ code: 'first-admin' });
    expect(when(NO_RIGHTS, groups)).toMatchObject({ code: 'first-admin' });
  });

  it.each([
    ['an admin who could not sign in', grant('user:admin', ['admin'])],
    ['somebody else', grant('user:ops', ['operator'])],
  ])('is refused for %s, as nobody could grant anything afterwards', (_who, change) => {
    expect(when(NO_RIGHTS, [change])).toMatchObject({ kind: 'refuse', code: 'first-admin' });
  });
});

it.each<[string, Rights, AccessChange, string]>([
  ['a source without a scope', given(), grant('source:mes', ['source']), 'scope-missing'],
  ['a scope of somebody else', given(), grant('user:ops', ['operator'], { scope: MES }), 'scope-without-source'],
  ['a grant that has ended', given(), grant('user:ops', ['operator'], { until: later(-1) }), 'ends-in-the-past'],
  ['a key that has expired', given(), key('user:admin', '00000002', later(-1)), 'ends-in-the-past'],
  ['a key of nobody', given(), key('user:ops', '00000002'), 'unknown-principal'],
  ['revoking nothing', given(), revoke('user:ops'), 'unknown-principal'],
  ['revoking no key', given(), revokeKey('00000009'), 'unknown-key'],
  ['revoking the last admin', given(grant('user:ops', ['operator'])), revoke('user:admin'), 'last-admin'],
  ['revoking the last key of the last admin', given(), revokeKey('00000001'), 'last-admin'],
  ['a third key', given(key('user:admin', '00000002')), key('user:admin', '00000003'), 'too-many-keys'],
])('refuses %s', (_what, rights, change, code) => {
  expect(when(rights, [change])).toMatchObject({ kind: 'refuse', code });
});

it('revoking goes on while another admin can sign in, and always at the files', () => {
  const two = given(grant('user:other', ['admin']), key('user:other', '00000002'));
  expect(when(two, [revoke('user:admin')]).kind).toBe('accept');
  expect(when(two, [revokeKey('00000001')]).kind).toBe('accept');
  expect(when(given(), [revoke('user:admin')], { asker: 'at the files' }).kind).toBe('accept');
});

it('roles that should be in different hands are named, or refused where that is configured', () => {
  const rights = given(grant('user:ops', ['operator']));
  const conflicting = [grant('user:ops', ['controller'])];
  expect(when(rights, conflicting)).toMatchObject({ kind: 'accept', warnings: [expect.stringContaining('user:ops')] });
  expect(when(rights, conflicting, { separateDuties: true })).toMatchObject({ code: 'conflicting-roles' });
  expect(when(rights, [grant('user:ops', ['viewer', 'auditor'])], { separateDuties: true }).kind).toBe('accept');
});

it('a role that is granted again has its new scope and end, and the others stay', () => {
  const rights = given(
    grant('source:mes', ['source'], { scope: MES }),
    grant('source:mes', ['viewer']),
    grant('source:mes', ['source'], { scope: { ...MES, amend: true }, until: later(1) }),
  );
  expect(grantsOf(rights, ['source:mes'], NOW).map(({ role, scope }) => [role, scope?.amend])).toEqual([
    ['viewer', undefined],
    ['source', true],
  ]);
  expect(grantsOf(rights, ['source:mes'], NOW + DAY).map(({ role }) => role)).toEqual(['viewer']);
});

it('whatever is decided, somebody can still decide, and the ledger stays closed', () => {
  const who = fc.constantFrom('user:admin', 'user:a', 'source:b', 'oidc-group:3f0a9b12:c');
  const keyId = fc.integer({ min: 1, max: 6 }).map((number) => `0000000${number}`);
  const change = fc.oneof(
    fc
      .tuple(who, fc.subarray([...ROLE_NAMES], { minLength: 1 }))
      .map(([one, roles]) => grant(one, roles, roles.includes('source') ? { scope: MES } : {})),
    who.map((one) => revoke(one)),
    fc.tuple(who, keyId).map(([one, id]) => key(one, id)),
    keyId.map(revokeKey),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      let rights = given();
      for (const one of changes) if (when(rights, [one]).kind === 'accept') rights = evolved([one], rights);
      expect(hasAdmin(rights, { now: NOW })).toBe(true);
      expect(rights.isClosed).toBe(true);
    }),
  );
});

describe('names', () => {
  it.each(['source:mes-bj1', 'user:ops 3', 'oidc:3f0a9b12:auth0|5f', 'oidc-group:3f0a9b12:审计'])(
    '%s is one',
    (name) => {
      expect(principal.safeParse(name).success).toBe(true);
    },
  );

  it.each([
    'admin',
    'user:',
    'user:a\nb',
    'user:a\r\nx-role: admin',
    'root:x',
    'user:\u202eadmin',
    `user:${'a'.repeat(300)}`,
  ])('%j is none', (name) => {
    expect(principal.safeParse(name).success).toBe(false);
  });

  it('a scope says its defaults, and knows the types of events', () => {
    const read = accessGranted.parse({ principal: 'source:mes', roles: ['source'], scope: { sources: ['//a/*'] } });
    expect(read.scope).toEqual({ sources: ['//a/*'], plants: 'any', types: 'facts', amend: false });
    const wrong = { principal: 'source:mes', roles: ['source'], scope: { sources: ['*'], types: ['UnitFlown'] } };
    expect(accessGranted.safeParse(wrong).error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'scope.sources.0',
      'scope.types.0',
    ]);
    expect(keyIssued.safeParse({ keyId: 'x', principal: 'a', kind: 'b', sha256: '', expires: '' }).success).toBe(false);
  });
});

describe('a scope', () => {
  it.each([
    ['//bj-1.example/mes', '//bj-1.example/mes', true],
    ['//bj-1.example/mes', '//bj-1.example/mes2', false],
    ['//bj-1.example/*', '//bj-1.example/mes', true],
    ['//bj-1.example/*', '//bj-1.example/a/b', true],
    ['//bj-1.example/*', '//bj-1.example/', false],
    ['//bj-1.example/*', '//bj-1.example.evil/mes', false],
    ['//bj-1.example/*', '//bj-1.example', false],
  ])('of %s has %s: %s', (pattern, source, isIn) => {
    expect(isSourceIn({ sources: [pattern] }, source)).toBe(isIn);
  });

  it('of named types may report these, and no others of their kind', () => {
    const scope: Scope = { ...MES, types: ['LineCommissioned', 'UnitProduced'] };
    const event = (type: 'LineCommissioned' | 'UnitProduced' | 'UnitHeld') =>
      outsideOf(scope, { type, source: '//bj-1.example/mes', data: {} });
    expect(event('LineCommissioned')).toBeUndefined();
    expect(event('UnitProduced')).toBeUndefined();
    expect(event('UnitHeld')).toContain('may not report');
  });

  it('master data of lines is planned, not reported as a fact', () => {
    expect(permissionToReport('LineRateChanged')).toBe('plan');
    expect(permissionToReport('LineHalted')).toBe('facts');
    expect(permissionToReport('SiteEventVoided')).toBe('plan');
    expect(permissionToReport('MonthReopened')).toBe('close');
    expect(permissionToReport('LineEventCorrected')).toBe('amend');
  });
});
