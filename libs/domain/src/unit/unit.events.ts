import { z } from 'zod';
import { actor, eventReference, identifier, instant, reason, text, vin } from '../values/schemas.js';

const model = identifier;
const variant = identifier;

/** The events of one vehicle, stream `unit-{vin}`: facts in the order in which they come in a life, then what amends them. */
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
export type UnitAmendmentType = 'UnitEventVoided' | 'UnitEventCorrected';
export type UnitFactType = Exclude<UnitEventType, UnitAmendmentType>;
export type UnitChanges = UnitData<'UnitEventCorrected'>['changes'];

const AMENDMENTS: readonly string[] = ['UnitEventVoided', 'UnitEventCorrected'] satisfies UnitAmendmentType[];

/** In the order in which they come in a life. */
export const UNIT_FACT_TYPES = Object.keys(unitEventSchemas).filter(
  (type): type is UnitFactType => !AMENDMENTS.includes(type),
);

const CHANGEABLE = Object.keys(
  unitEventSchemas.UnitEventCorrected.shape.changes.shape,
) as readonly (keyof UnitChanges)[];

/** The fields of a fact that a correction may change; `occurredAt` can be changed in any. */
export function correctableFields(type: UnitFactType): readonly (keyof UnitChanges)[] {
  return CHANGEABLE.filter((field) => field === 'occurredAt' || field in unitEventSchemas[type].shape);
}
