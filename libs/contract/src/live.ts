import { z } from 'zod';
import { eventId, instant, position, whole, type Answer } from './words.js';

/** The message of `/v1/live` for every event of the log. */
export const liveEvent = z.strictObject({
  position,
  stream: z.string(),
  revision: whole,
  type: z.string(),
  eventId: eventId.optional(),
  occurredAt: instant.optional(),
  recordedAt: instant.optional(),
  data: z.record(z.string(), z.unknown()).optional().meta({ description: 'With `data=true`.' }),
});

/** How far the read model has come. */
export const livePosition = z.strictObject({
  position: position.meta({ description: 'What figures are as of.' }),
  caughtUp: z.boolean(),
});

export type LiveEvent = Answer<typeof liveEvent>;
export type LivePosition = Answer<typeof livePosition>;
