import { z } from 'zod';
import type { AsOf, Page } from './asked.js';
import { asOf, eventId, instant, position, type Answer } from './words.js';

const named = z.string().nullable();

export const unit = z.strictObject({
  ...asOf,
  vin: z.string(),
  model: named,
  variant: named,
  plant: named,
  line: named,
  state: z.enum(['stock', 'hold', 'transit', 'delivered', 'scrapped', 'none']).meta({
    description: 'The account it stands in; `none` while facts wait for its production.',
  }),
  producedAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  history: z
    .array(
      z.strictObject({
        eventId,
        type: z.string(),
        occurredAt: instant,
        recordedAt: instant,
        position,
        source: z.string(),
        id: z.string(),
        actor: z.string().optional().meta({ description: "Who did it, in the source's words." }),
        by: z.string().optional().meta({ description: 'Who delivered it, as the ledger knows them.' }),
        parked: z.literal(true).optional().meta({ description: 'It waited for what it builds on.' }),
        data: z.record(z.string(), z.unknown()),
      }),
    )
    .meta({ description: 'What was told of it after `after`: at most `limit`, and what one answer has room for.' }),
  next: position.nullable().meta({ description: '`after` of the next page of the history; null on the last.' }),
});

export type UnitHistory = Answer<typeof unit>;
export type HistoryEntry = UnitHistory['history'][number];

/** Pages are of what was recorded after a position, as much as one answer has room for. */
export interface UnitAsked extends AsOf, Page<bigint> {
  readonly vin: string;
}
