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

/** When a milestone will be reached, from 10,000 paths: a tenth of them reach it by P10, and 85 in 100 by P85. */
export const forecast = z
  .strictObject({
    p10: reachedOn,
    ...dates,
    runRate: reachedOn.meta({ description: 'The date at the pace of the window, whatever the capacity does.' }),
    daysAheadP85: days,
    spreadDays: days.meta({ description: 'From P10 to P85.' }),
    probabilityByDue: z.number(),
    requiredPerDay: z
      .number()
      .nullable()
      .meta({ description: 'What is left, a day until it is due, the running day included.' }),
    pacePerDay: z.number(),
    withoutAssumptions: z.strictObject(dates),
    path: z.array(z.strictObject({ date, p10: z.number(), p50: z.number(), p85: z.number() })),
    method: z.string(),
    seed: z.string(),
    paths: whole,
    window: z.strictObject({ from: date, to: date, days: whole }),
    weeklyDrift: z.number(),
    assumptions: z.array(assumption),
    backtest: z.union([
      z.literal('untested'),
      z.strictObject({ tested: whole, held: whole, share: z.number(), note: z.string() }),
    ]),
    notes: z.array(z.string()),
  })
  .meta({ description: 'Days ahead are days before the due date; null: not within ten years.' });

export type ForecastView = Answer<typeof forecast>;
export type AssumptionView = ForecastView['assumptions'][number];
