import { z } from 'zod';
import type { LineScope, Moment, Page, Periods, Scope, Since } from './asked.js';
import type { Period } from './downtime.js';
import { asOf, asOfAt, eventId, instant, month, next, position, whole, type Answer } from './words.js';

export const COUNTED_FIGURES = ['produced', 'delivered', 'returned', 'scrapped', 'netDelivered'] as const;
/** The balances of the accounts; those of delivered and scrapped units have names apart from the counts. */
export const ACCOUNT_FIGURES = ['stock', 'hold', 'transit', 'deliveredAccount', 'scrappedAccount'] as const;
/** Figures that are sums over transfers. */
export const FIGURES = [...COUNTED_FIGURES, ...ACCOUNT_FIGURES] as const;
export const NETWORK_FIGURES = ['sitesOpen:sales', 'sitesOpen:service', 'sitesOpen:delivery', 'cities'] as const;

const explained = {
  since: position.optional(),
  value: z.number().meta({ description: 'The figure, or by how much it changed; what is listed adds up to it.' }),
  next,
};
const milestone = z.string().optional();

const transfer = z.strictObject({
  position,
  eventId: eventId.meta({ description: 'The fact that is booked.' }),
  cause: eventId.meta({ description: 'The event that made the ledger book it.' }),
  vin: z.string(),
  kind: z.string(),
  amount: whole.meta({ description: 'What it adds to the figure.' }),
  plant: z.string(),
  model: z.string(),
  month,
  occurredAt: instant,
  recordedAt: instant,
});

const site = z.strictObject({
  position,
  eventId,
  site: z.string(),
  name: z.string().optional(),
  kind: z.string(),
  city: z.string(),
  amount: whole,
  occurredAt: instant,
});

const stop = z.strictObject({
  plant: z.string(),
  line: z.string(),
  from: instant,
  to: instant,
  minutes: z.number().meta({
    description:
      'What it adds to the figure: 0 where it is listed once more for halts that the page before had no room for.',
  }),
  halts: z.array(
    z.strictObject({
      eventId,
      halt: z.string(),
      reason: z.string(),
      startedAt: instant,
      endedAt: instant.nullable(),
      endedBy: eventId.nullable().meta({ description: 'The LineResumed that ended it.' }),
    }),
  ),
});

/**
 * A figure of units is explained by transfers, a balance by transfers whatever the time of asking, one of the network
 * by sites, downtime by halts.
 */
export const explanation = z.union([
  z.strictObject({ milestone, ...asOfAt, ...explained, figure: z.enum(COUNTED_FIGURES), transfers: z.array(transfer) }),
  z.strictObject({ ...asOf, ...explained, figure: z.enum(ACCOUNT_FIGURES), transfers: z.array(transfer) }),
  z.strictObject({ milestone, ...asOfAt, ...explained, figure: z.enum(NETWORK_FIGURES), sites: z.array(site) }),
  z.strictObject({ ...asOfAt, ...explained, figure: z.literal('downtime'), stops: z.array(stop) }),
]);

export type Explanation = Answer<typeof explanation>;
export type UnitsExplanation = Extract<Explanation, { readonly transfers: unknown }>;
export type ExplainedTransfer = UnitsExplanation['transfers'][number];
export type Figure = UnitsExplanation['figure'];
export type NetworkExplanation = Extract<Explanation, { readonly sites: unknown }>;
export type ExplainedSite = NetworkExplanation['sites'][number];
export type DowntimeExplanation = Extract<Explanation, { readonly stops: unknown }>;
export type ExplainedStop = DowntimeExplanation['stops'][number];

export interface ExplainAsked extends Scope, Periods, Moment, Since, Page<bigint> {
  readonly figure: Figure;
}

export interface ExplainNetworkAsked extends Moment, Since, Page {
  readonly figure: (typeof NETWORK_FIGURES)[number];
}

/** Pages are of halts. */
export interface ExplainDowntimeAsked extends LineScope, Moment, Since, Page {
  readonly period: Period;
  readonly reason?: string | undefined;
}
