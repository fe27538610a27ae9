import { z } from 'zod';
import { instant, position, whole, type Answer } from './words.js';

export const status = z.strictObject({
  eventStore: z.string(),
  readModel: z.string(),
  generation: z.string(),
  position: position.meta({ description: 'What figures are as of.' }),
  head: position.nullable().meta({ description: 'The end of the log; null while the store does not answer.' }),
  lagEvents: whole,
  lagEventsExact: z.boolean().meta({ description: 'Else `lagEvents` is the least there are.' }),
  lagSeconds: z.number(),
  caughtUp: z.boolean(),
  projector: z
    .enum(['this instance', 'standing by'])
    .meta({ description: 'Who follows the log: this instance, or another one that it would take over from.' }),
  chain: z.strictObject({ position, link: z.string() }).nullable().meta({
    description: 'The hash chain’s link at a position: it stands for every event up to there.',
  }),
  withheld: z.string().optional().meta({ description: 'Why no figures are answered.' }),
  rebuilding: z
    .strictObject({ why: z.string(), since: instant, position: position.nullable(), target: position.nullable() })
    .optional()
    .meta({ description: 'A new generation that is being filled, and why.' }),
  intakeStopped: z.string().optional().meta({
    description: 'Why no events are taken in: the log’s disk is nearly full, or the log is damaged.',
  }),
  insecure: z.literal(true).optional().meta({
    description: 'On an address that others can reach, everybody may everything (LEDGER_INSECURE).',
  }),
  clock: z.strictObject({ now: instant, frozen: z.boolean(), timeZone: z.string() }),
  stopped: z
    .strictObject({ type: z.string(), stream: z.string(), position, id: z.string(), reason: z.string() })
    .optional()
    .meta({ description: 'The event that the projector cannot handle, and why.' }),
  failure: z.strictObject({ reason: z.string(), since: instant, attempts: whole }).optional(),
});

export const alive = z.strictObject({ alive: z.literal(true) });
export const ready = z.strictObject({
  ready: z.literal(true),
  checks: z.strictObject({ eventStore: z.string(), readModel: z.string(), projector: z.string(), lag: z.string() }),
});

export type Status = Answer<typeof status>;
export type Alive = Answer<typeof alive>;
export type Ready = Answer<typeof ready>;
