import { z } from 'zod';
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

export const selection = z.strictObject({ code: z.string().min(1).optional(), source: z.string().min(1).optional() });
export const discarding = z.strictObject({
  reason: z.string().trim().min(1).max(2_000),
  actor: z.string().min(1).max(200).optional(),
});

export type Selection = z.infer<typeof selection>;
export type Discarding = z.infer<typeof discarding>;
export type Quarantine = Answer<typeof quarantine>;
export type QuarantineView = Quarantine['entries'][number];
export type QuarantineGroups = Answer<typeof quarantineGroups>;
export type RetriedMany = Answer<typeof retriedMany>;
export type DiscardedMany = Answer<typeof discardedMany>;
export type Discarded = Answer<typeof discarded>;
export type QuarantineGroup = QuarantineGroups['groups'][number];
