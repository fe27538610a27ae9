import { z } from 'zod';
import type { AsOf, GroupedUnits } from './asked.js';
import { asOf, scope, whole, type Answer } from './words.js';

const accounts = { stock: whole, hold: whole, transit: whole, delivered: whole, scrapped: whole };

export const stock = z.strictObject({
  ...asOf,
  ...accounts,
  produced: whole.meta({ description: 'What the accounts must add up to.' }),
  balanced: z.boolean().meta({ description: 'They do, and none of them is negative.' }),
  rows: z.array(z.strictObject({ ...scope, ...accounts })),
});

export type StockOnHand = Answer<typeof stock>;
export type StockRow = StockOnHand['rows'][number];

export interface StockAsked extends GroupedUnits, AsOf {}
