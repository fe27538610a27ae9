import type { Permission } from '@plant-ledger/domain';

/** What a route needs: a permission, any of those to report events, or nothing at all. */
export type Needs = Permission | 'report' | 'nothing';
