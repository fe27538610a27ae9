import { createHash, createHmac } from 'node:crypto';
import { generateKeyPair, type JWTPayload } from 'jose';
import { said } from '../support/ask.js';
import { identityProvider, type IdentityProvider } from './identity-provider.js';
import { ledgerWithKeys, type LedgerWithKeys } from './ledger-with-keys.js';

const AUDIENCE = 'plant-ledger';
let provider: IdentityProvider;
let ledger: LedgerWithKeys;
let short = '';

beforeAll(async () => {
  provider = await identityProvider();
  const { issuer } = provider;
  short = createHash('sha256').update(issuer).digest('hex').slice(0, 8);
  ledger = await ledgerWithKeys({ configuration: { oidc: { issuer, audience: AUDIENCE, groupsClaim: 'groups' } } });
  await grant(`oidc-group:${short}:auditors`, ['auditor']);
  await grant(`oidc:${short}:anna`, ['operator']);
});
afterAll(async () => {
  await ledger.service.close();
  await provider.stop();
});

const grant = (principal: string, roles: string[]) =>
  ledger.ask(ledger.admin, 'POST', '/v1/access/grants', { principal, roles });
const me = async (token: string) => said(await ledger.ask(token, 'GET', '/v1/access/me'));

/** A token of the provider with these claims instead of the usual ones. */
const tokenOf = (claims: Record<string, unknown>): Promise<string> => provider.token(usual(claims));

function usual(claims: Record<string, unknown>): JWTPayload {
  return { iss: provider.issuer, aud: AUDIENCE, sub: 'anna', exp: inSeconds(600), ...claims };
}

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1_000) + seconds;
}

describe('an access token', () => {
  it('stands for a person with the rights of their groups and their own', async () => {
    expect(await me(await tokenOf({ sub: 'bert', groups: ['auditors', 'others'] }))).toMatchObject({
      principal: `oidc:${short}:bert`,
      roles: ['auditor'],
    });
    expect((await me(await tokenOf({ groups: ['auditors'] }))).roles.toSorted()).toEqual(['auditor', 'operator']);
    const nobody = await ledger.ask(await tokenOf({ sub: 'nobody' }), 'GET', '/v1/stock');
    expect([nobody.status, said(nobody).code]).toEqual([403, 'not-allowed']);
  });

  it('loses what its group loses, at once', async () => {
    await grant(`oidc-group:${short}:guests`, ['viewer']);
    const token = await tokenOf({ sub: 'guest', groups: ['guests'] });
    expect((await ledger.ask(token, 'GET', '/v1/stock')).status).toBe(200);
    const principal = `oidc-group:${short}:guests`;
    await ledger.ask(ledger.admin, 'POST', '/v1/access/revocations', { principal, reason: 'over' });
    expect((await ledger.ask(token, 'GET', '/v1/stock')).status).toBe(403);
  });

  it('signs the page in for no longer than it holds itself', async () => {
    const exp = inSeconds(600);
    const answer = await ledger.ask(undefined, 'POST', '/v1/session', { credential: await tokenOf({ exp }) });
    expect(answer.status).toBe(204);
    const expires = /Expires=([^;]+)/.exec(answer.headers['set-cookie']?.[0] ?? '')?.[1] ?? '';
    expect(Date.parse(expires)).toBe(exp * 1_000);
  });

  it.each<[string, () => Promise<string>, string]>([
    ['for somebody else', () => tokenOf({ aud: 'another-service' }), 'bad-credentials'],
    ['of another issuer', () => tokenOf({ iss: 'https://evil.example' }), 'bad-credentials'],
    ['that has expired', () => tokenOf({ exp: inSeconds(-3_600) }), 'expired'],
    ['that never expires', () => tokenOf({ exp: undefined }), 'bad-credentials'],
    ['that is not in force yet', () => tokenOf({ nbf: inSeconds(3_600) }), 'bad-credentials'],
    ['of nobody', () => tokenOf({ sub: undefined }), 'bad-credentials'],
    ['of a name that moves the cursor', () => tokenOf({ sub: 'a\r\nb' }), 'bad-credentials'],
    ['without a signature', async () => unsigned(await tokenOf({})), 'bad-credentials'],
    ['signed with the public key as a secret', async () => confused(await tokenOf({})), 'bad-credentials'],
    ['signed by another key', signedElsewhere, 'bad-credentials'],
  ])('%s is refused', async (_what, make, code) => {
    const answer = await ledger.ask(await make(), 'GET', '/v1/stock');
    expect([answer.status, said(answer).code]).toEqual([401, code]);
  });

  it('is refused while the provider is away at the start, and taken once it is there', async () => {
    const late = await identityProvider();
    await late.stop();
    const oidc = { issuer: late.issuer, audience: AUDIENCE, groupsClaim: 'groups' };
    const waiting = await ledgerWithKeys({ configuration: { oidc } });
    const token = await late.token({ ...usual({}), iss: late.issuer });
    const refused = await waiting.ask(token, 'GET', '/v1/status');
    expect([refused.status, said(refused).code]).toEqual([503, 'identity-provider-unavailable']);
    expect((await waiting.ask(waiting.admin, 'GET', '/v1/status')).status).toBe(200);
    await late.start();
    expect((await waiting.ask(token, 'GET', '/v1/status')).status).toBe(403);
    await waiting.service.close();
    await late.stop();
  });
});

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

function unsigned(token: string): string {
  return `${encoded({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1] ?? ''}.`;
}

/** A public key taken for an HMAC secret: a classic. */
function confused(token: string): string {
  const { kid, ...key } = provider.publicKey;
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT', kid })}.${token.split('.')[1] ?? ''}`;
  return `${signed}.${createHmac('sha256', JSON.stringify(key)).update(signed).digest('base64url')}`;
}

async function signedElsewhere(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return provider.token(usual({}), privateKey);
}
