import { z } from 'zod';
import { timeZone } from '../values/schemas.js';

/** Written once, by the ledger itself, first in the log: stream `ledger`. No source can send it. */
export const ledgerOpened = z.strictObject({ ledgerId: z.uuid(), timeZone });

export type LedgerOpened = z.infer<typeof ledgerOpened>;
