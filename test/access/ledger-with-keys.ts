import type { Role, Scope } from '@plant-ledger/domain';
import { ask, said, type Answer } from '../support/ask.js';
import { startTestService, type TestService, type TestServiceOptions } from '../support/service.js';

/** A ledger whose rights were granted, and what it is asked with one of its keys. */
export interface LedgerWithKeys {
  readonly service: TestService;
  readonly admin: string;
  /** A key of a principal with these roles. */
  keyOf(principal: string, roles: readonly Role[], scope?: Partial<Scope>): Promise<string>;
  ask(key: string | undefined, method: string, path: string, body?: unknown, mediaType?: string): Promise<Answer>;
}

export async function ledgerWithKeys(options?: TestServiceOptions): Promise<LedgerWithKeys> {
  const service = await startTestService(options);
  const asked: LedgerWithKeys['ask'] = (key, method, path, body, mediaType = 'application/json') =>
    ask(service.url + path, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(method === 'POST' ? { 'content-type': mediaType } : {}),
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
  const admin = await firstAdmin(asked);
  return {
    service,
    admin,
    ask: asked,
    async keyOf(principal, roles, scope) {
      expectMade(await asked(admin, 'POST', '/v1/access/grants', { principal, roles, scope }));
      return said(expectMade(await asked(admin, 'POST', '/v1/access/keys', { principal }))).key;
    },
  };
}

/** Grants while the ledger is open, so that the key has to come first: whoever grants is locked out with it. */
async function firstAdmin(asked: LedgerWithKeys['ask']): Promise<string> {
  const made = await asked(undefined, 'POST', '/v1/access/init', { principal: 'user:admin' });
  return said(expectMade(made)).key;
}

function expectMade(answer: Answer): Answer {
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.body}`);
  return answer;
}
