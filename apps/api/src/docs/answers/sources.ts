import { z } from 'zod';
import { asOfAt, instant, next, position, whole } from './words.js';

const range = z.strictObject({ from: whole, to: whole });

export const sources = z.strictObject({
  ...asOfAt,
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
        duplicates: z.null().meta({ description: 'Not known: a duplicate that does not differ appends nothing.' }),
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
        .meta({ description: 'Null when it numbers nothing.' }),
      position,
    }),
  ),
  next,
});
