import { isInForce } from '@plant-ledger/domain';
import type { Access } from '../access/access.js';
import type { Collected } from './gauges.js';

/** Metrics of who may what. */
export function registerAccess(metrics: Collected, access: Pick<Access, 'rights' | 'isOpen' | 'knownAt'>): void {
  metrics.gauge('ledger_access_open', 'Whether everybody who reaches the ledger may everything', () => access.isOpen);
  metrics.gauge(
    'ledger_access_rights_age_seconds',
    'Since who may what was read from the log last; it is read all the time',
    () => (Date.now() - access.knownAt) / 1_000,
  );
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
