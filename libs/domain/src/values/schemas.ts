import { z } from 'zod';
import { isCalendarDate, isMonth, isTimeZone } from '../time/calendar.js';

export { identifier } from './names.js';

/**
 * The building blocks of every event's data. One schema for each term of the domain; types are inferred from them.
 * `meta` says what the published JSON Schemas cannot derive, as from a `refine`.
 */

const isStorableText = (text: string) => text.isWellFormed() && !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text);

/** Free text for people; without control characters, which no report could show and PostgreSQL could not store. */
export const text = (longest: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(longest, `must be at most ${longest} characters`)
    .refine(isStorableText, 'must be well-formed text without control characters')
    .meta({ pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]+$' });

/** A vehicle identification number as ISO 3779 writes it: 17 characters, upper case, no I, O or Q. Never repaired. */
export const vin = z
  .string()
  .regex(/^[A-HJ-NPR-Z0-9]{17}$/, 'must be 17 characters of A-Z and 0-9, upper case, without I, O and Q')
  .meta({ description: 'A vehicle identification number (ISO 3779), upper case.', examples: ['LSUBJ000000000001'] })
  .brand<'Vin'>();
export type Vin = z.infer<typeof vin>;

/** A calendar month, `YYYY-MM`. */
export const month = z
  .string()
  .refine(isMonth, 'must be a month as YYYY-MM')
  .meta({ description: 'A calendar month, YYYY-MM.', pattern: '^\\d{4}-(0[1-9]|1[0-2])$', examples: ['2024-07'] })
  .brand<'Month'>();
export type Month = z.infer<typeof month>;

/** A calendar date, `YYYY-MM-DD`. */
export const date = z.string().refine(isCalendarDate, 'must be a calendar date as YYYY-MM-DD').meta({
  description: 'A calendar date, YYYY-MM-DD.',
  format: 'date',
});

export const timeZone = z
  .string()
  .refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai')
  .meta({
    description: 'An IANA time zone.',
    pattern: '^[A-Za-z][A-Za-z0-9_+/-]{0,63}$',
    examples: ['Asia/Shanghai'],
  });

/** References another event: by its `eventId`, or by the `{source, id}` it was sent with. */
export const eventReference = z
  .union([z.uuid('must be an eventId'), z.strictObject({ source: text(2048), id: text(1024) })], {
    error: 'must be an eventId, or an object with source and id',
  })
  .meta({ description: 'Names another event: its eventId, or the source and id it was sent with.' });
export type EventReference = z.infer<typeof eventReference>;

/** RFC 3339 with an offset, as sources write times. */
export const instant = z
  .string()
  .refine((value) => parseInstant(value) !== undefined, 'must be an RFC 3339 time with an offset')
  .meta({ description: 'An RFC 3339 time with an offset.', format: 'date-time' });

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt](([01]\d|2[0-3]):[0-5]\d):([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Milliseconds since 1970 UTC of an RFC 3339 time (digits beyond milliseconds are cut off); undefined when it is not one. A
 * leap second is the last millisecond of its minute.
 */
export function parseInstant(value: string): number | undefined {
  const [, date, minute = '', , second, fraction = '', offset = ''] = RFC_3339.exec(value) ?? [];
  if (date === undefined || !isCalendarDate(date)) return undefined;
  const isLeap = second === '60';
  // Date.parse can read the usual forms.
  const milliseconds = Date.parse(
    isLeap || fraction.length > 4
      ? `${date}T${minute}:${isLeap ? '59.999' : `${second ?? ''}${fraction.slice(0, 4)}`}${offset.toUpperCase()}`
      : value.toUpperCase(),
  );
  if (Number.isNaN(milliseconds) || (isLeap && !mayHoldLeapSecond(minute, milliseconds))) return undefined;
  return milliseconds;
}

/** Leap seconds end a day of UTC; clocks that do not know that put them at the end of their own day. */
function mayHoldLeapSecond(minute: string, milliseconds: number): boolean {
  return minute === '23:59' || new Date(milliseconds).toISOString().startsWith('T23:59', 10);
}

export const count = z.int('must be a whole number').min(0, 'must not be negative').max(1_000_000_000);
export const positiveCount = z.int('must be a whole number').min(1, 'must be at least 1').max(1_000_000_000);
export const unitsPerHour = z.number().positive('must be more than 0').max(100_000);
export const reason = text(100_000).meta({ description: 'Why, in words that a person reads.' });

/** Any event may name the person who did it, in the source's words. */
export const actor = { actor: text(1000).meta({ description: "Who did it, in the source's words." }).optional() };
