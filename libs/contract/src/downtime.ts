import { z } from 'zod';
import type { LineScope, Moment, Page } from './asked.js';
import { asOfAt, month, next, whole, type Answer } from './words.js';

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

export type DowntimeAnswer = Answer<typeof downtime>;
export type DowntimeRow = DowntimeAnswer['rows'][number];

/**
 * One end of a period as it was asked for: a month or a date, which every plant reads in its own zone and which
 * belong to the period as a whole, or an instant.
 */
export type PeriodEnd =
  | { readonly kind: 'month'; readonly month: string }
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'instant'; readonly instant: number };

export interface Period {
  readonly from?: PeriodEnd | undefined;
  readonly to?: PeriodEnd | undefined;
}

export const DOWNTIME_GROUPS = ['month', 'plant', 'line', 'reason'] as const;
export type DowntimeGroup = (typeof DOWNTIME_GROUPS)[number];

export interface DowntimeAsked extends LineScope, Moment, Partial<Page> {
  readonly period: Period;
  readonly groupBy: readonly DowntimeGroup[];
}
