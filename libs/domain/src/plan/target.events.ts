import { z } from 'zod';
import { actor, count, identifier, month, reason } from '../values/schemas.js';

export const TARGET_METRICS = ['produced', 'delivered'] as const;

/** The plan of a month, stream `target-{metric}.{plant or all}.{model or all}.{month}`. */
export const targetEventSchemas = {
  MonthlyTargetSet: z.strictObject({
    metric: z.enum(TARGET_METRICS),
    month,
    plant: identifier.optional(),
    model: identifier.optional(),
    target: count,
    reason: reason.optional(),
    ...actor,
  }),
} as const;

export type TargetEventType = keyof typeof targetEventSchemas;
