import { z } from 'zod';
import type { Moment, Page } from './asked.js';
import { asOfAt, instant, next, position, whole, type Answer } from './words.js';

const range = z.strictObject({ from: whole, to: whole });

export const sources = z.strictObject({
  ...asOfAt,
  countedSince: instant.meta({
    description:
      'What leaves nothing in the log is counted beside it since then, by the services of this read model: duplicates, and their `sequence`. Written every second, so a crash loses what was counted in the last one. No part of what `position` says.',
  }),
  sources: z.array(
    z.strictObject({
      source: z.string(),
      firstHeard: instant,
      lastHeard: instant,
      lastOccurred: instant.nullable(),
      silentSeconds: whole.meta({ description: 'From `lastHeard` to `at`.' }),
      lateness: z
        .strictObject({
          events: whole,
          medianSeconds: z.number().meta({ description: 'To an eighth; never more than `maxSeconds`.' }),
          p95Seconds: z.number().meta({ description: 'To an eighth; never more than `maxSeconds`.' }),
          maxSeconds: z.number().meta({ description: 'Exact.' }),
        })
        .nullable()
        .meta({ description: 'How long after they happened its events were recorded; null when all was rejected.' }),
      counts: z.strictObject({
        accepted: whole,
        quarantined: whole,
        rejected: whole,
        differing: whole.meta({
          description: 'Told the same fact as another event, with other details (`duplicate-differs`).',
        }),
        duplicates: whole.meta({ description: 'Answered `duplicate` since `countedSince`; counted beside the log.' }),
      }),
      sequence: z
        .strictObject({
          first: whole,
          last: whole,
          missing: whole,
          gaps: z.array(range).meta({ description: 'Both ends are missing too.' }),
          gapsTruncated: z.boolean(),
        })
        .nullable()
        .meta({
          description: 'Null when it numbers nothing. A number that was heard is not missing, whatever came of it.',
        }),
      position: position.nullable().meta({ description: 'Of its latest event in the log, if there is any.' }),
    }),
  ),
  next,
});

export type Sources = Answer<typeof sources>;
export type SourceView = Sources['sources'][number];

export interface SourcesAsked extends Page<string>, Pick<Moment, 'at'> {}
