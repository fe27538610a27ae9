import { z } from 'zod';
import { eventId, instant, position, whole } from '../answers/words.js';

/** What `/v1/live` sends: one for every event of the log, and how far the figures have come. */
export const LIVE_MESSAGES = {
  event: {
    title: 'An event was taken in',
    summary: 'Without an event name; `id` is its position, from where `Last-Event-ID` goes on.',
    payload: z.strictObject({
      position,
      stream: z.string(),
      revision: whole,
      type: z.string(),
      eventId: eventId.optional(),
      occurredAt: instant.optional(),
      recordedAt: instant.optional(),
      data: z.record(z.string(), z.unknown()).optional().meta({ description: 'With `data=true`.' }),
    }),
    example: {
      position: '9',
      stream: 'unit-LSUBJ000000000001',
      revision: 0,
      type: 'UnitProduced',
      eventId: '0d3e0c5e-5f0c-5e6c-9d8b-1f0e8f1f7a10',
      occurredAt: '2024-07-20T00:00:00.000Z',
      recordedAt: '2024-07-29T12:00:00.000Z',
    },
  },
  position: {
    title: 'The figures have come further',
    summary: 'Named `position`; its id is how far the client has been told of events, where that is known.',
    payload: z.strictObject({
      position: position.meta({ description: 'What figures are as of.' }),
      caughtUp: z.boolean(),
    }),
    example: { position: '9', caughtUp: true },
  },
} as const;
