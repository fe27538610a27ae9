import type { Me } from '@plant-ledger/contract';
import { ask } from '../ledger/ask.js';

/** Who reads the page: the service says in the page itself whether anybody is signed in, so that nothing is asked in vain. */
export type Reader = 'everybody' | 'nobody' | Me;

let reader: Reader = 'everybody';

export async function readReader(): Promise<Reader> {
  const { signed } = document.documentElement.dataset;
  if (signed === undefined) return 'everybody';
  const me = signed === 'in' ? await ask<Me>('/v1/access/me') : undefined;
  reader = me?.ok && me.value.principal !== null ? me.value : 'nobody';
  return reader;
}

/** Who is signed in; undefined where nobody has to. */
export function signedIn(): Me | undefined {
  return typeof reader === 'string' ? undefined : reader;
}

/** Whether the page is to offer something: what the service refuses is not shown. */
export function may(permission: string): boolean {
  return typeof reader === 'string' ? reader === 'everybody' : reader.permissions.includes(permission);
}
