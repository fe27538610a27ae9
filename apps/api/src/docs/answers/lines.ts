import { z } from 'zod';
import { asOfAt, eventId, instant, month, next, whole } from './words.js';

export const lines = z.strictObject({
  ...asOfAt,
  lines: z.array(
    z.strictObject({
      plant: z.string(),
      line: z.string(),
      state: z.enum(['running', 'halted', 'idle']).meta({ description: '`idle` before its commissioning.' }),
      since: instant.nullable(),
      unitsPerHour: z.number(),
      openHalts: z.array(
        z.strictObject({
          halt: z.string(),
          eventId,
          reason: z.string(),
          planned: z.boolean(),
          startedAt: instant,
          expectedMinutes: z.number().nullable(),
        }),
      ),
      nextOpenHalts: next.meta({
        description:
          '`after` of the next page of its open halts, of which an answer lists those it has room for; null on the last.',
      }),
    }),
  ),
});

export const downtime = z.strictObject({
  ...asOfAt,
  rows: z.array(
    z.strictObject({
      month: month.optional(),
      plant: z.string().optional(),
      line: z.string().optional(),
      reason: z.string().optional(),
      minutes: z.number().meta({
        description:
          'Unplanned: the length of the union of the halts, less what is planned. Never before the commissioning.',
      }),
      plannedMinutes: z.number(),
      halts: whole.meta({ description: 'Unplanned halts that lie in the period at least in part.' }),
      lostUnitsEstimate: z.number().meta({ description: "Unplanned downtime times the line's rate: an estimate." }),
      mttrMinutes: z.number().nullable().meta({ description: 'Mean time to repair.' }),
      mtbfMinutes: z.number().nullable().meta({ description: 'Mean time between failures.' }),
    }),
  ),
  next,
});

const sites = { sales: whole, service: whole, delivery: whole };

export const network = z.strictObject({
  ...asOfAt,
  ...sites,
  cities: whole.meta({ description: 'Cities with an open site.' }),
  perCity: z.array(z.strictObject({ city: z.string(), ...sites })),
});
