import { z } from 'zod';

/** What a schema describes, read-only. */
export type Answer<Schema extends z.ZodType> = ReadOnly<z.infer<Schema>>;
type ReadOnly<Value> = Value extends object ? { readonly [Field in keyof Value]: ReadOnly<Value[Field]> } : Value;

/** The building blocks of answers. */

export const position = z
  .string()
  .regex(/^-?\d+$/)
  .meta({ description: 'A place in the log, as decimal digits.', examples: ['42'] });
export const instant = z.iso.datetime().meta({ description: 'RFC 3339, UTC.', examples: ['2024-07-29T12:00:00.000Z'] });
export const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .meta({ description: 'YYYY-MM', examples: ['2024-07'] });
export const date = z.iso.date();
export const eventId = z.uuid().meta({ description: "An event's id within the ledger, made of its source and id." });
export const whole = z.int();

/** The position that every figure is as of. */
export const asOf = { position: position.meta({ description: 'What the answer is as of.' }) };
/** The same for an answer that depends on the time of asking. */
export const asOfAt = { ...asOf, at: instant.meta({ description: 'The time of asking.' }) };

export const scope = { plant: z.string().optional(), model: z.string().optional() };
export const counts = { produced: whole, delivered: whole, returned: whole, scrapped: whole };
export const totals = {
  ...counts,
  netDelivered: whole.meta({ description: 'Delivered less returned.' }),
};

export const next = z.string().nullable().meta({ description: '`after` of the next page; null on the last.' });
export const fieldErrors = z.array(
  z.strictObject({
    pointer: z.string().meta({ description: 'JSON pointer into what was sent; a query parameter is `/query/{name}`.' }),
    message: z.string(),
  }),
);
