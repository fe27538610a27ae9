import { z } from 'zod';
import { date, eventId, instant, position, whole, type Answer } from './words.js';

const reachedOn = date.nullable();
const days = whole.nullable();
const dates = { p50: reachedOn, p85: reachedOn, daysAheadP50: days };

const assumption = z.strictObject({
  type: z.literal('PlantCapacityChanged'),
  plant: z.string(),
  unitsPerMonth: whole,
  effectiveFrom: date,
  note: z.string().nullable(),
  eventId,
  position,
  recordedAt: instant,
});

/** When a milestone will be reached: a tenth of the paths reach it by P10, and 85 in 100 by P85. */
export const forecast = z
  .strictObject({
    p10: reachedOn,
    ...dates,
    runRate: reachedOn.meta({ description: 'The date at the pace of the window, whatever the capacity does.' }),
    daysAheadP85: days,
    spreadDays: days.meta({ description: 'From P10 to P85.' }),
    probabilityByDue: z
      .number()
      .meta({ description: 'No chance is surer than 0.99; with ranges that have not held, than 0.9.' }),
    requiredPerDay: z
      .number()
      .nullable()
      .meta({ description: 'What is left, a day until it is due, the running day included.' }),
    pacePerDay: z.number(),
    asPlanned: z.strictObject(dates).meta({ description: 'With every change of capacity just as it was announced.' }),
    withoutAssumptions: z
      .strictObject({ ...dates, probabilityByDue: z.number() })
      .meta({ description: 'Without the changes of capacity that no day has shown yet.' }),
    path: z.array(z.strictObject({ date, p10: z.number(), p50: z.number(), p85: z.number() })).meta({
      description: 'Counts that 90, 50 and 15 in 100 paths come to by the end of a date, ascending.',
    }),
    method: z.string(),
    seed: z.string(),
    paths: whole,
    window: z.strictObject({ from: date, to: date, days: whole }),
    weeklyDrift: z
      .number()
      .meta({ description: 'Expected change of the pace from week to week, learnt from past errors.' }),
    assumptions: z.array(assumption),
    backtest: z.union([
      z.literal('untested'),
      z.strictObject({
        months: whole.meta({ description: 'How far ahead was forecast: 1, 2, 3 or 6, whichever is nearest to P50.' }),
        tested: whole,
        held: whole.meta({ description: 'How often the true day lay from P10 to P85.' }),
        share: z.number(),
        expected: z.number().meta({ description: 'What the range promises: 75 in 100 of `tested`.' }),
        widthDays: z.number().nullable().meta({ description: 'Mean days from P10 to P85.' }),
        note: z.string(),
      }),
    ]),
    notes: z.array(z.string()),
  })
  .meta({ description: 'Days ahead are days before the due date; null: not within ten years.' });

export type ForecastView = Answer<typeof forecast>;
export type AssumptionView = ForecastView['assumptions'][number];
