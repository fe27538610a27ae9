import { isUnitMetric, type MilestoneMetric } from '@plant-ledger/domain';
import { formatPosition } from '@plant-ledger/event-store';
import type { Snapshot } from '../../database/read-model.js';
import { MilestoneRevision, TargetRevision } from '../../entities/index.js';
import type { MilestoneView } from '../milestones.js';
import { readTargets } from '../targets.js';
import { formatInstant } from '../wire.js';
import { bookedBetween } from './booked-changes.js';
import { explanationOf, linkTo, type Between, type Change } from './change.js';
import { changedOpenings, eventsOf } from './network-changes.js';

/** Monthly targets that are not what they were. */
export async function targetChanges(snapshot: Snapshot, between: Between): Promise<Change[]> {
  const { at } = between;
  const revisions = await snapshot.manager
    .createQueryBuilder(TargetRevision, 'target')
    .where('target.position > :since AND target.position <= :until', positions(between))
    .andWhere('target.occurredAt < :at', { at })
    .getMany();
  if (revisions.length === 0) return [];
  const keyOf = ({ metric, month, plant, model }: TargetKey) =>
    JSON.stringify([metric, month, plant ?? null, model ?? null]);
  const then = new Map(
    (await readTargets(snapshot, { asOf: between.since, at })).map((target) => [keyOf(target), target]),
  );
  const now = await readTargets(snapshot, { asOf: between.until, at });
  const asOf = formatPosition(between.until);
  return now.flatMap((target): Change[] => {
    const { metric, month, plant, model, current } = target;
    const before = then.get(keyOf(target))?.current ?? null;
    if (before === current) return [];
    return [
      {
        of: 'targets',
        figure: metric,
        month,
        plant,
        model,
        before,
        after: current,
        events: revisions.filter((revision) => keyOf(revision) === keyOf(target)).length,
        link: linkTo('/v1/monthly-totals', { from: month, to: month, plant, model, asOf, at: formatInstant(at) }),
      },
    ];
  });
}

interface TargetKey {
  readonly metric: string;
  readonly month: string;
  readonly plant?: string | null | undefined;
  readonly model?: string | null | undefined;
}

function positions({ since, until }: Between) {
  return { since: formatPosition(since), until: formatPosition(until) };
}

/** Milestones at both positions, asked at the same time. */
export interface TwoViews {
  readonly then: readonly MilestoneView[];
  readonly now: readonly MilestoneView[];
}

/** Milestones whose value, state, target or due date is not what it was. */
export async function milestoneChanges(
  snapshot: Snapshot,
  between: Between,
  { then, now }: TwoViews,
): Promise<Change[]> {
  const before = new Map(then.map((milestone) => [milestone.id, milestone]));
  const changes: Change[] = [];
  for (const milestone of now) {
    const was = before.get(milestone.id);
    const differing = COMPARED.filter((figure) => was?.[figure] !== milestone[figure]);
    if (differing.length === 0) continue;
    const revised = await revisionsOf(snapshot, between, milestone);
    const counted = await countedOf(snapshot, between, milestone);
    for (const figure of differing)
      changes.push({
        of: 'milestones',
        figure,
        milestone: milestone.id,
        before: was?.[figure] ?? null,
        after: milestone[figure],
        events:
          (figure === 'value' && was ? 0 : revised) + (was && (figure === 'value' || figure === 'state') ? counted : 0),
        link: linkOf(between, milestone, figure, was !== undefined),
      });
  }
  return changes;
}

/** The value of a milestone that was not defined then has no difference to explain: it is explained as a whole. */
function linkOf(between: Between, { id }: MilestoneView, figure: string, wasDefined: boolean): string {
  const known = { asOf: formatPosition(between.until), at: formatInstant(between.at) };
  if (figure !== 'value') return linkTo(`/v1/milestones/${encodeURIComponent(id)}`, known);
  return wasDefined ? explanationOf(between, { milestone: id }) : linkTo('/v1/explain', { milestone: id, ...known });
}

const COMPARED = ['value', 'state', 'target', 'due'] as const;

function revisionsOf({ manager }: Snapshot, between: Between, { id }: MilestoneView): Promise<number> {
  return manager
    .createQueryBuilder(MilestoneRevision, 'revision')
    .where('revision.milestone = :id', { id })
    .andWhere('revision.position > :since AND revision.position <= :until', positions(between))
    .andWhere('revision.occurredAt < :at', { at: between.at })
    .getCount();
}

/** Events that moved the value, back and forth ones too. */
async function countedOf(snapshot: Snapshot, between: Between, milestone: MilestoneView): Promise<number> {
  const { plant, model } = milestone;
  const metric = milestone.metric as MilestoneMetric;
  if (!isUnitMetric(metric)) {
    return eventsOf(await changedOpenings(snapshot, between), metric, between);
  }
  const query = bookedBetween(snapshot, between)
    .select('COUNT(DISTINCT transfer.position)', 'events')
    .andWhere('transfer.occurredAt < :at', { at: between.at })
    .andWhere('transfer.kind IN (:...kinds)', {
      kinds: metric === 'produced' ? ['produced'] : ['delivered', 'returned'],
    });
  if (plant !== undefined) query.andWhere('transfer.plant = :plant', { plant });
  if (model !== undefined) query.andWhere('transfer.model = :model', { model });
  return Number((await query.getRawOne<{ readonly events: unknown }>())?.events ?? 0);
}
