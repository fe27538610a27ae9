import { z } from 'zod';
import { eventId, fieldErrors, instant, position, whole, type Answer } from './words.js';

const result = {
  result: z.enum(['accepted', 'duplicate', 'quarantined', 'rejected']),
  eventId: eventId.optional(),
  stream: z.string().optional(),
  revision: whole.optional(),
  position: position.optional().meta({ description: 'Of a duplicate: the position of the first.' }),
  code: z.string().optional(),
  detail: z.string().optional(),
  errors: fieldErrors.optional(),
  first: eventId.optional().meta({ description: 'Of a duplicate: the event that told it first.' }),
  differs: z
    .record(z.string(), z.strictObject({ first: z.unknown(), this: z.unknown() }))
    .optional()
    .meta({ description: 'Of a duplicate told by another source: what it tells differently.' }),
  quarantine: eventId.optional().meta({ description: 'Where it is kept: `/v1/quarantine`.' }),
  again: z
    .literal(true)
    .optional()
    .meta({ description: 'It was sent before and is answered as then; `retry=true` has it decided anew.' }),
  countsFrom: instant.optional().meta({ description: 'Of an event dated ahead: figures count it from then on.' }),
};

export const eventResult = z.strictObject(result);

/** Lenient: the body that a refusal has as a problem. */
export const keptResult = z.union([
  eventResult,
  z.strictObject({ ...result, type: z.string(), title: z.string(), status: whole }),
]);

const counts = { accepted: whole, duplicates: whole, quarantined: whole, rejected: whole };

export const batchResult = z.strictObject({
  ...counts,
  results: z.array(z.strictObject({ index: whole, ...result })),
});

/** A line of the answer to a stream. */
export const streamLine = z.union([
  z.strictObject({ index: whole, line: whole, ...result }),
  z.strictObject({ index: whole, row: whole.meta({ description: 'Of CSV, as a spreadsheet counts.' }), ...result }),
  z.strictObject({ progress: z.strictObject({ read: whole, ...counts, position: position.optional() }) }),
  z.strictObject({ ...counts, position: position.optional().meta({ description: 'The highest.' }) }),
]);

export const limits = z.strictObject({
  modes: z.record(z.string(), z.string()),
  codings: z.array(z.string()).meta({ description: 'What `Content-Encoding` may be.' }),
  parameters: z.array(z.string()),
  limits: z.strictObject({
    eventBytes: whole,
    batchBytes: whole,
    batchEvents: whole,
    eventValues: whole.meta({ description: 'Values of any kind in one event.' }),
    batchValues: whole,
    bodiesBytes: whole.meta({ description: 'All bodies together that are on their way or being worked on.' }),
    inflation: whole.meta({ description: 'How many times longer a stream may be when it is inflated.' }),
    depth: whole,
    futureMilliseconds: whole,
    bodyMilliseconds: whole.meta({ description: 'How long an event or a batch may take to arrive.' }),
    silentMilliseconds: whole.meta({ description: 'How long a stream may be silent.' }),
  }),
});

export type EventResult = Answer<typeof eventResult>;
export type BatchResult = Answer<typeof batchResult>;
export type StreamLine = Answer<typeof streamLine>;
export type Limits = Answer<typeof limits>;
/** By result, as batches and streams sum them up. */
export type Counts = z.infer<z.ZodObject<typeof counts>>;
