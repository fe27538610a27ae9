import { isInForce } from '@plant-ledger/domain';
import type { Access } from '../access/access.js';
import type { Collected } from './gauges.js';

/** Metrics of who may what. */
export function registerAccess(metrics: Collected, access: Pick<Access, 'rights' | 'isOpen'>): void {
  metrics.gauge('ledger_access_open', 'Whether everybody who reaches the ledger may everything', () => access.isOpen);
  metrics.gauges(
    'ledger_access_key_expires_timestamp_seconds',
    'When each API key in force expires, since 1970 UTC',
    ['key', 'principal'],
    () =>
      [...access.rights.keys.values()]
        .filter((key) => isInForce(key, Date.now()))
        .map(({ keyId, principal, expires }) => ({ labels: { key: keyId, principal }, value: expires / 1_000 })),
  );
}
