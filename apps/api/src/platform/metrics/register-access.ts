import { isInForce } from '@plant-ledger/domain';
import type { Registry } from 'prom-client';
import type { Access } from '../access/access.js';
import { collected } from './gauges.js';

/** Metrics of who may what. */
export function registerAccess(registry: Registry, access: Pick<Access, 'rights' | 'isOpen'>): void {
  const { gauge } = collected(registry);
  gauge('ledger_access_open', 'Whether everybody who reaches the ledger may everything: 1 or 0', [], () => [
    { value: access.isOpen ? 1 : 0 },
  ]);
  gauge(
    'ledger_access_key_expires_timestamp_seconds',
    'When each API key in force expires, since 1970 UTC',
    ['key', 'principal'],
    () =>
      [...access.rights.keys.values()]
        .filter((key) => isInForce(key, Date.now()))
        .map(({ keyId, principal, expires }) => ({ labels: { key: keyId, principal }, value: expires / 1_000 })),
  );
}
