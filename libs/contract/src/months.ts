import { z } from 'zod';
import type { Moment, Page } from './asked.js';
import { restatement } from './totals.js';
import { asOfAt, counts, eventId, instant, month, position, totals, whole, type Answer } from './words.js';

const cell = { plant: z.string(), model: z.string() };
const place = { plant: z.string(), line: z.string() };
const stops = { minutes: z.number(), plannedMinutes: z.number(), halts: whole, lostUnitsEstimate: z.number() };

const figures = {
  ...totals,
  rows: z.array(z.strictObject({ ...cell, ...totals })),
  downtime: z.array(z.strictObject({ ...place, ...stops })),
};
const published = z
  .strictObject({
    ...figures,
    position: position.meta({ description: 'What the published figures are as of.' }),
    chain: z.string().meta({ description: "The hash chain's link there, SHA-256 in hex." }),
    rules: whole.meta({
      description:
        'Version of the rules the figures were made by. Under later ones downtime may differ without an event that did it.',
    }),
  })
  .nullable();

const figureRestatement = z.strictObject({
  ...cell,
  figure: z.enum(Object.keys(counts) as (keyof typeof counts)[]),
  published: whole,
  current: whole,
  difference: whole,
  events: z.array(
    z.strictObject({
      position,
      eventId,
      cause: eventId.meta({ description: 'The event that made the ledger book it.' }),
      vin: z.string(),
      kind: z.string(),
      amount: whole,
      occurredAt: instant,
      recordedAt: instant,
    }),
  ),
  eventCount: whole,
  next: position.nullable(),
});

export const monthBooks = z.strictObject({
  ...asOfAt,
  month,
  state: z.enum(['open', 'closed', 'reopened']),
  published: published.meta({ description: 'Null while the month is open.' }),
  current: z.strictObject(figures),
  restatement: restatement.nullable(),
  restatements: z.array(figureRestatement),
  downtimeRestatements: z.array(
    z.strictObject({
      ...place,
      published: z.strictObject(stops),
      current: z.strictObject(stops),
      difference: z.strictObject(stops),
      events: z.array(z.strictObject({ position, eventId, what: z.enum(['halt', 'rate', 'commissioning']) })).meta({
        description:
          '`position`: of the event that did it. `eventId`: of the halt, rate or commissioning that it is about.',
      }),
    }),
  ),
  history: z
    .array(
      z.strictObject({
        type: z.enum(['MonthClosed', 'MonthReopened']),
        position,
        eventId,
        reason: z.string().nullable(),
        actor: z.string().nullable(),
        occurredAt: instant,
        recordedAt: instant,
        published,
      }),
    )
    .meta({ description: 'First to last: those after `after`, as many as one answer has room for.' }),
  nextHistory: position.nullable().meta({ description: '`after` of the next page of the history; null on the last.' }),
});

export type MonthBooks = Answer<typeof monthBooks>;
export type MonthFiguresView = MonthBooks['current'];
export type PublishedView = NonNullable<MonthBooks['published']>;
export type MonthHistoryEntry = MonthBooks['history'][number];
export type FigureRestatement = MonthBooks['restatements'][number];
export type DowntimeRestatement = MonthBooks['downtimeRestatements'][number];

/** Pages are of closings and reopenings; `limit` is of the events of each restatement, too. */
export interface MonthAsked extends Moment, Page<bigint> {
  readonly month: string;
}
