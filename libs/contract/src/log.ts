import { z } from 'zod';
import { position, whole, type Answer } from './words.js';

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

export type LogLine = Answer<typeof logLine>;
