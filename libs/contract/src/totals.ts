import { z } from 'zod';
import type { Cancelled, GroupedUnits, Moment, Periods } from './asked.js';
import { asOfAt, date, month, scope, totals, whole, type Answer } from './words.js';

export const restatement = z
  .strictObject({
    published: z.strictObject(totals),
    current: z.strictObject(totals),
    difference: z.strictObject(totals).meta({ description: 'Current less published.' }),
  })
  .meta({ description: 'Of a closed month whose figures have changed since they were published.' });

const target = z.strictObject({
  metric: z.enum(['produced', 'delivered']),
  ...scope,
  first: whole.meta({ description: 'As first set.' }),
  current: whole.meta({ description: 'As in force.' }),
  value: whole.meta({ description: 'What counts towards it: produced, or delivered less returned.' }),
  attainment: z.number().nullable().meta({ description: '`value` as a share of `current`; 1 is all of it.' }),
  attainmentFirst: z.number().nullable().meta({ description: 'The same of the target as first set.' }),
  state: z.enum(['met', 'on-track', 'at-risk', 'late', 'missed']),
  basis: z.literal('elapsed-time').optional().meta({ description: 'What the state rests on without a projection.' }),
  projected: z
    .strictObject({ p10: z.number(), p50: z.number(), p85: z.number(), probability: z.number() })
    .nullable()
    .meta({ description: 'Where a running month is likely to end, and the probability that it reaches the target.' }),
  haltBudgetMinutes: z.number().nullable().meta({ description: 'How long lines may still stand in a running month.' }),
  daysOfStock: z.number().nullable().meta({ description: 'How long finished stock lasts at the pace of 28 days.' }),
});

export const monthlyTotals = z.strictObject({
  ...asOfAt,
  rows: z.array(
    z.strictObject({ month, ...scope, ...totals, targets: z.array(target), restatement: restatement.optional() }),
  ),
});

export const dailyTotals = z.strictObject({
  ...asOfAt,
  rows: z.array(z.strictObject({ date, ...scope, ...totals })),
});

export interface MonthlyTotalsAsked extends GroupedUnits, Periods, Moment, Cancelled {}
export interface DailyTotalsAsked extends GroupedUnits, Periods, Moment {}

export type MonthlyTotals = Answer<typeof monthlyTotals>;
export type MonthlyTotalsRow = MonthlyTotals['rows'][number];
export type TargetStatus = MonthlyTotalsRow['targets'][number];
export type Restatement = Answer<typeof restatement>;
export type Totals = Restatement['current'];
export type DailyTotals = Answer<typeof dailyTotals>;
export type DailyTotalsRow = DailyTotals['rows'][number];
