import { ACCOUNTS } from '@plant-ledger/domain';
import { z } from 'zod';
import { asOf, eventId, instant, position, whole } from './words.js';

const named = z.string().nullable();

export const unit = z.strictObject({
  ...asOf,
  vin: z.string(),
  model: named,
  variant: named,
  plant: named,
  line: named,
  state: z.enum([...ACCOUNTS.filter((account) => account !== 'source'), 'none']).meta({
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
        actor: z.string().optional(),
        parked: z.literal(true).optional().meta({ description: 'It waited for what it builds on.' }),
        data: z.record(z.string(), z.unknown()),
      }),
    )
    .meta({ description: 'What was told of it after `after`: at most `limit`, and what one answer has room for.' }),
  next: position.nullable().meta({ description: '`after` of the next page of the history; null on the last.' }),
});

/** A line of `GET /v1/log`. */
export const logLine = z.strictObject({
  position,
  stream: z.string(),
  revision: whole,
  type: z.string(),
  id: z.string().meta({ description: 'The id under which the event store holds it.' }),
  data: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()).meta({
    description:
      'eventId, source, id, occurredAt, recordedAt, hash, and what came along: actor, correlation, sequence.',
  }),
});
