import { z } from 'zod';
import type { LineScope, Moment, Page } from './asked.js';
import { asOfAt, eventId, instant, next, type Answer } from './words.js';

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

export type Lines = Answer<typeof lines>;
export type LineView = Lines['lines'][number];

/** Pages are of the open halts of each line. */
export interface LinesAsked extends LineScope, Moment, Partial<Page> {}
