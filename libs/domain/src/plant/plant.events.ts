import { z } from 'zod';
import { actor, count, date, identifier, text, timeZone } from '../values/schemas.js';

/** The events of a plant, stream `plant-{plant}`. */
export const plantEventSchemas = {
  PlantRegistered: z.strictObject({
    plant: identifier,
    name: text(200),
    timeZone,
    vinCheckDigit: z.enum(['require', 'warn', 'ignore']),
    ...actor,
  }),
  PlantCapacityChanged: z.strictObject({
    plant: identifier,
    unitsPerMonth: count,
    effectiveFrom: date,
    note: text(100_000).optional(),
    ...actor,
  }),
} as const;

export type PlantEventType = keyof typeof plantEventSchemas;
export type PlantData<Type extends PlantEventType> = z.infer<(typeof plantEventSchemas)[Type]>;
