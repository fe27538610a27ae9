import { z } from 'zod';
import type { Cancelled, Moment, Page } from './asked.js';
import { asOfAt, month, next, position, whole, type Answer } from './words.js';

const value = z.union([z.number(), z.string()]).nullable();

export const changes = z.strictObject({
  ...asOfAt,
  since: position,
  changes: z.array(
    z.strictObject({
      of: z.enum(['monthly-totals', 'targets', 'stock', 'milestones', 'downtime', 'network']),
      figure: z.string(),
      month: month.optional(),
      plant: z.string().optional(),
      line: z.string().optional(),
      model: z.string().optional(),
      milestone: z.string().optional(),
      before: value.meta({ description: 'Null: there was none.' }),
      after: value,
      events: whole.meta({ description: 'Events in between that had a part in it.' }),
      link: z.string().meta({ description: 'Where the difference is taken apart.' }),
    }),
  ),
  count: whole.meta({ description: 'Of all pages.' }),
  next,
});

export type Changes = Answer<typeof changes>;
export type Change = Changes['changes'][number];

export interface ChangesAsked extends Moment, Page, Cancelled {
  readonly since: bigint;
}
