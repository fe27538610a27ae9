import { z } from 'zod';
import { NETWORK_FIGURES } from './explain.js';
import { forecast } from './forecasts.js';
import { asOfAt, date, eventId, instant, position, scope, whole, type Answer } from './words.js';

const firstReached = z.strictObject({ occurredAt: instant, recordedAt: instant, position, eventId }).nullable();

const revision = z.strictObject({
  position,
  eventId,
  type: z.string(),
  target: whole,
  due: date,
  reason: z.string().nullable(),
  occurredAt: instant,
  recordedAt: instant,
  firstReached: firstReached.meta({ description: 'When its target was first reached, before the next revision.' }),
});

const view = {
  id: z.string(),
  title: z.string(),
  metric: z.enum(['produced', 'delivered', ...NETWORK_FIGURES]),
  ...scope,
  target: whole.meta({ description: 'As revised last.' }),
  due: date,
  value: whole,
  remaining: whole,
  progress: z.number().nullable().meta({ description: '`value` as a share of `target`.' }),
  progressOfFirst: z.number().nullable().meta({ description: 'The same of the target as first defined.' }),
  state: z.enum(['reached', 'reverted', 'missed', 'withdrawn', 'insufficient-history', 'on-track', 'at-risk', 'late']),
  restsOnAssumption: z.boolean().optional().meta({
    description: 'Without the changes of capacity that the forecast assumes the state would be worse.',
  }),
  firstReached: firstReached.meta({
    description:
      'The event with which the target that stands, or a higher one, was first reached while that stood; kept when the value falls below again.',
  }),
  forecast: forecast
    .nullable()
    .meta({ description: 'Null when reached, withdrawn or with less than ten days of data.' }),
  revisions: z.array(revision).meta({
    description:
      'As defined, and every change since: those after `after`, at most `limit`, and what one answer has room for.',
  }),
  nextRevisions: position.nullable().meta({ description: '`after` of the next page of revisions; null on the last.' }),
};

export const milestones = z.strictObject({ ...asOfAt, milestones: z.array(z.strictObject(view)) });
export const milestone = z.strictObject({ ...asOfAt, ...view });

export type Milestone = Answer<typeof milestone>;
export type Milestones = Answer<typeof milestones>;
export type MilestoneView = Milestones['milestones'][number];
export type RevisionView = MilestoneView['revisions'][number];
export type FirstReached = NonNullable<MilestoneView['firstReached']>;
