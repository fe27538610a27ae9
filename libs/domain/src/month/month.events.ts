import { z } from 'zod';
import { actor, month, reason } from '../values/schemas.js';

/** The closing of a month's books, stream `month-{month}`. A source sends the month; the ledger adds the figures. */
export const monthEventSchemas = {
  MonthClosed: z.strictObject({ month, reason: reason.optional(), ...actor }),
  MonthReopened: z.strictObject({ month, reason: reason.optional(), ...actor }),
} as const;

export type MonthEventType = keyof typeof monthEventSchemas;
export type MonthData = z.infer<(typeof monthEventSchemas)['MonthClosed']>;
