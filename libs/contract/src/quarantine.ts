import { z } from 'zod';
import type { Page } from './asked.js';
import { asOf, eventId, fieldErrors, instant, next, position, whole, type Answer } from './words.js';

export const QUARANTINE_STATES = ['waiting', 'rejected', 'resolved', 'discarded'] as const;

const keptEvent = z.strictObject({
  type: z.string(),
  source: z.string(),
  id: z.string(),
  time: z.string(),
  data: z.record(z.string(), z.unknown()),
  withheld: z.array(z.string()).optional().meta({ description: 'Pointers of fields whose values were not kept.' }),
  actor: z.string().optional(),
  by: z.string().optional().meta({ description: 'Who delivered it, as the ledger knows them.' }),
  correlation: z.string().optional(),
  sequence: z.string().optional(),
});

export const quarantine = z.strictObject({
  ...asOf,
  entries: z.array(
    z.strictObject({
      id: eventId,
      state: z.enum(QUARANTINE_STATES),
      event: keptEvent,
      code: z.string(),
      detail: z.string(),
      errors: fieldErrors.optional(),
      outcome: z.string().optional().meta({ description: 'How it was resolved, or why it was discarded.' }),
      firstSeenAt: instant,
      firstSeenPosition: position,
      changedAt: instant,
      changedPosition: position,
    }),
  ),
  next,
});

export const quarantineGroups = z.strictObject({
  ...asOf,
  groups: z.array(
    z.strictObject({
      code: z.string(),
      source: z.string(),
      state: z.enum(QUARANTINE_STATES),
      entries: whole,
      firstSeenAt: instant,
      lastSeenAt: instant,
    }),
  ),
});

export const retriedMany = z.strictObject({
  retried: whole,
  accepted: whole,
  duplicates: whole,
  quarantined: whole,
  rejected: whole,
});
export const discardedMany = z.strictObject({ discarded: whole });
export const discarded = z.strictObject({ id: eventId, state: z.literal('discarded') });

const textUpTo = (most: number) =>
  z.string('must be given, as text').trim().min(1, 'must not be empty').max(most, `must be at most ${most} characters`);
const selected = z.string('must be given once, as text').min(1, 'must not be empty').optional();

export const selection = z.strictObject({ code: selected, source: selected });
export const discarding = z.strictObject(
  { reason: textUpTo(2_000), actor: textUpTo(200).optional() },
  'must be a JSON object',
);

export type Selection = z.infer<typeof selection>;
export type Discarding = z.infer<typeof discarding>;
export type Quarantine = Answer<typeof quarantine>;
export type QuarantineView = Quarantine['entries'][number];
export type QuarantineGroups = Answer<typeof quarantineGroups>;
export type RetriedMany = Answer<typeof retriedMany>;
export type DiscardedMany = Answer<typeof discardedMany>;
export type Discarded = Answer<typeof discarded>;
export type QuarantineGroup = QuarantineGroups['groups'][number];

export interface QuarantineAsked extends Page<bigint> {
  readonly code?: string | undefined;
  readonly source?: string | undefined;
  readonly state?: QuarantineView['state'] | undefined;
}
