import { z } from 'zod';
import { actor, eventReference, identifier, instant, reason, unitsPerHour } from '../values/schemas.js';

const place = { plant: identifier, line: identifier };

/** The events of a production line, stream `line-{plant}.{line}`. */
export const lineEventSchemas = {
  LineCommissioned: z.strictObject({ ...place, unitsPerHour, ...actor }),
  LineRateChanged: z.strictObject({ ...place, unitsPerHour, ...actor }),
  LineHalted: z.strictObject({
    ...place,
    halt: identifier.optional(),
    reason,
    planned: z.boolean(),
    expectedMinutes: z.number().positive().max(10_000_000).optional(),
    ...actor,
  }),
  LineResumed: z.strictObject({ ...place, halt: identifier.optional(), ...actor }),
  LineEventVoided: z.strictObject({ ...place, voids: eventReference, reason, ...actor }),
  LineEventCorrected: z.strictObject({
    ...place,
    corrects: eventReference,
    changes: z
      .strictObject({ reason: reason.optional(), planned: z.boolean().optional(), occurredAt: instant.optional() })
      .refine((changes) => Object.keys(changes).length > 0, 'must name at least one field to change')
      .meta({ minProperties: 1 }),
    reason,
    ...actor,
  }),
} as const;

export type LineEventType = keyof typeof lineEventSchemas;
export type LineData<Type extends LineEventType> = z.infer<(typeof lineEventSchemas)[Type]>;
export type LineFactType = Exclude<LineEventType, 'LineEventVoided' | 'LineEventCorrected'>;
