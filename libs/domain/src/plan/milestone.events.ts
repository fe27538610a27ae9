import { z } from 'zod';
import { actor, date, identifier, positiveCount, reason, text } from '../values/schemas.js';

export const MILESTONE_METRICS = [
  'produced',
  'delivered',
  'sitesOpen:sales',
  'sitesOpen:service',
  'sitesOpen:delivery',
  'cities',
] as const;
export type MilestoneMetric = (typeof MILESTONE_METRICS)[number];

/** The events of a milestone, stream `milestone-{id}`. */
export const milestoneEventSchemas = {
  MilestoneDefined: z
    .strictObject({
      milestone: identifier,
      title: text(200),
      metric: z.enum(MILESTONE_METRICS),
      plant: identifier.optional(),
      model: identifier.optional(),
      target: positiveCount,
      due: date,
      ...actor,
    })
    .refine(({ metric, plant, model }) => isUnitMetric(metric) || (plant === undefined && model === undefined), {
      path: ['metric'],
      message: 'counts sites or cities, which have no plant and no model: leave both out',
    })
    .meta({
      if: { anyOf: [{ required: ['plant'] }, { required: ['model'] }] },
      then: { properties: { metric: { enum: ['produced', 'delivered'] } } },
    }),
  MilestoneRevised: z
    .strictObject({ milestone: identifier, target: positiveCount.optional(), due: date.optional(), reason, ...actor })
    .refine(({ target, due }) => target !== undefined || due !== undefined, 'must change the target or the due date')
    .meta({ anyOf: [{ required: ['target'] }, { required: ['due'] }] }),
  MilestoneWithdrawn: z.strictObject({ milestone: identifier, reason, ...actor }),
} as const;

export type MilestoneEventType = keyof typeof milestoneEventSchemas;
export type MilestoneData<Type extends MilestoneEventType> = z.infer<(typeof milestoneEventSchemas)[Type]>;

/** Metrics that count vehicles rather than sites. */
export function isUnitMetric(metric: MilestoneMetric): metric is 'produced' | 'delivered' {
  return metric === 'produced' || metric === 'delivered';
}
