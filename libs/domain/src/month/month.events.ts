import { z } from 'zod';
import { actor, month, reason } from '../values/schemas.js';

/** The closing of a month, stream `month-{month}`. A source sends the month; the ledger adds the figures. */
export const monthEventSchemas = {
  MonthClosed: z.strictObject({ month, reason: reason.optional(), ...actor }),
  MonthReopened: z.strictObject({ month, reason: reason.optional(), ...actor }),
} as const;

export type MonthEventType = keyof typeof monthEventSchemas;
export type MonthData = z.infer<(typeof monthEventSchemas)['MonthClosed']>;

const whole = z.int();
const minutes = z.number().min(0);

/**
 * The version of the rules by which figures are made. Raised when a rule changes a figure of an existing log, so that a
 * closing is not compared by later rules: decision record 0024.
 */
export const FIGURE_RULES = 2;

/** What a closing publishes: the month's figures as the read model had them at `position`. */
export const publishedMonth = z.strictObject({
  /** Decimal digits. */
  position: z.string().regex(/^-?\d+$/),
  /** The link of the hash chain at that position, lower-case hex. */
  chain: z.string().regex(/^[0-9a-f]{64}$/),
  /** The version of the rules that made the figures; absent: 1. */
  rules: z.int().min(1).optional(),
  /**
   * Where the figures are too many for one append: the number of MonthFigures before it, and the hash of all their
   * figures.
   */
  parts: z.strictObject({ count: z.int().min(2), hash: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
  /** By plant and model; without rows of zeros. */
  totals: z.array(
    z.strictObject({
      plant: z.string(),
      model: z.string(),
      produced: whole,
      delivered: whole,
      returned: whole,
      scrapped: whole,
    }),
  ),
  /** By plant and line, those with downtime; clipped to the month in the plant's zone. */
  downtime: z.array(
    z.strictObject({
      plant: z.string(),
      line: z.string(),
      minutes,
      plannedMinutes: minutes,
      halts: whole,
      lostUnitsEstimate: z.number().min(0),
    }),
  ),
});
export type PublishedMonth = z.infer<typeof publishedMonth>;

/** MonthClosed in the log: what was sent, and `published`, which the ledger adds and no source can send. */
export type MonthClosedData = MonthData & { readonly published: PublishedMonth };

/** MonthClosed on its way into the log, and read from it: whether it has its figures is checked, not assumed. */
export type LoggedClosing = MonthData & Partial<Pick<MonthClosedData, 'published'>>;

/** MonthFigures: a part of what a closing publishes. Parts that no closing names are ignored. */
export type MonthFigures = Pick<PublishedMonth, 'totals' | 'downtime'> & {
  readonly month: string;
  /** The hash of all the figures. */
  readonly set: string;
  /** From 1 on. */
  readonly part: number;
};
