import { z } from 'zod';
import { actor, eventReference, identifier, instant, reason, text, vin } from '../values/schemas.js';

/** The events of one vehicle, stream `unit-{vin}`. */
const model = identifier;
const variant = identifier;

export const unitEventSchemas = {
  UnitProduced: z.strictObject({
    vin,
    model,
    variant: variant.optional(),
    plant: identifier,
    line: identifier,
    ...actor,
  }),
  UnitHeld: z.strictObject({ vin, reason, ...actor }),
  UnitReleased: z.strictObject({ vin, reason, ...actor }),
  UnitShipped: z.strictObject({ vin, site: identifier, ...actor }),
  UnitReceived: z.strictObject({ vin, site: identifier, ...actor }),
  UnitDelivered: z.strictObject({ vin, site: identifier, reference: text(100_000).optional(), ...actor }),
  UnitReturned: z.strictObject({ vin, site: identifier, reason, ...actor }),
  UnitScrapped: z.strictObject({ vin, reason, ...actor }),
  UnitEventVoided: z.strictObject({ vin, voids: eventReference, reason, ...actor }),
  UnitEventCorrected: z.strictObject({
    vin,
    corrects: eventReference,
    changes: z
      .strictObject({
        model: model.optional(),
        variant: variant.optional(),
        plant: identifier.optional(),
        line: identifier.optional(),
        site: identifier.optional(),
        occurredAt: instant.optional(),
      })
      .refine((changes) => Object.keys(changes).length > 0, 'must name at least one field to change')
      .meta({ minProperties: 1 }),
    reason,
    ...actor,
  }),
} as const;

export type UnitEventType = keyof typeof unitEventSchemas;
export type UnitData<Type extends UnitEventType> = z.infer<(typeof unitEventSchemas)[Type]>;
export type UnitFactType = Exclude<UnitEventType, 'UnitEventVoided' | 'UnitEventCorrected'>;
export type UnitChanges = UnitData<'UnitEventCorrected'>['changes'];
