import type { Change, MilestoneView } from '@plant-ledger/contract';
import { formatPosition } from '@plant-ledger/event-store';
import { numbersBy } from '../asking/numbers-by.js';
import type { Snapshot } from '../asking/snapshot.js';
import { formatInstant } from '../asking/wire.js';
import { MilestoneRevision } from '../milestones/milestone-revision.entity.js';
import { TargetRevision } from '../totals/target-revision.entity.js';
import { readTargets } from '../totals/targets.js';
import { explanationOf, linkTo, type Between } from './change.js';
import { countedReader } from './counted-events.js';

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
  const revised = Map.groupBy(revisions, keyOf);
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
        events: revised.get(keyOf(target))?.length ?? 0,
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

export interface TwoViews {
  readonly then: readonly MilestoneView[];
  readonly now: readonly MilestoneView[];
}

/** Milestones with a changed value, state, target or due date. */
export async function milestoneChanges(
  snapshot: Snapshot,
  between: Between,
  { then, now }: TwoViews,
): Promise<Change[]> {
  const before = new Map(then.map((milestone) => [milestone.id, milestone]));
  const changed = now.flatMap((milestone) => {
    const was = before.get(milestone.id);
    const differing = COMPARED.filter((figure) => was?.[figure] !== milestone[figure]);
    return differing.length > 0 ? [{ milestone, was, differing }] : [];
  });
  if (changed.length === 0) return [];
  const revisionsOf = await revisionCounts(snapshot, between);
  const countedOf = countedReader(snapshot, between);
  const changes: Change[] = [];
  for (const { milestone, was, differing } of changed) {
    const revised = revisionsOf.get(milestone.id) ?? 0;
    const counted = was ? await countedOf(milestone) : 0;
    for (const figure of differing)
      changes.push({
        of: 'milestones',
        figure,
        milestone: milestone.id,
        before: was?.[figure] ?? null,
        after: milestone[figure],
        events: (figure === 'value' && was ? 0 : revised) + (figure === 'value' || figure === 'state' ? counted : 0),
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

async function revisionCounts({ manager }: Snapshot, between: Between): Promise<ReadonlyMap<string, number>> {
  const revised = manager
    .createQueryBuilder(MilestoneRevision, 'revision')
    .where('revision.position > :since AND revision.position <= :until', positions(between))
    .andWhere('revision.occurredAt < :at', { at: between.at });
  const rows = await numbersBy(revised, ['milestone'], { revisions: 'COUNT(*)' });
  return new Map(rows.map(({ milestone, revisions }) => [milestone, revisions]));
}
