import type { NetworkExplanation, UnitsExplanation } from '@plant-ledger/contract';
import { isUnitMetric } from '@plant-ledger/domain';
import { formatPosition, type Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../asking/snapshot.js';
import { explainNetwork } from '../network/explain-network.js';
import { explain } from '../totals/explain.js';
import { MilestoneRevision } from './milestone-revision.entity.js';
import { Milestone } from './milestone.entity.js';

export interface ExplainMilestoneAsked {
  readonly milestone: string;
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
  readonly since?: Position | undefined;
  /** `next` of the page before. */
  readonly after?: Position | undefined;
  readonly limit: number;
}

/** The explanation of a milestone's value; undefined when none with this id was defined before `at`. */
export async function explainMilestone(
  snapshot: Snapshot,
  { milestone: id, after, ...asked }: ExplainMilestoneAsked,
): Promise<((UnitsExplanation | NetworkExplanation) & { readonly milestone: string }) | undefined> {
  const { asOf = snapshot.position, at } = asked;
  const found = await snapshot.manager.findOneBy(Milestone, { milestone: id });
  const defined = await snapshot.manager
    .createQueryBuilder(MilestoneRevision, 'revision')
    .where('revision.milestone = :id AND revision.position <= :asOf', { id, asOf: formatPosition(asOf) })
    .andWhere('revision.occurredAt < :at', { at })
    .getExists();
  if (!found || !defined) return undefined;
  const { metric } = found;
  if (!isUnitMetric(metric))
    return {
      milestone: id,
      ...(await explainNetwork(snapshot, { ...asked, figure: metric, after: Number(after ?? 0) })),
    };
  const scope = { plant: found.plant ?? undefined, model: found.model ?? undefined };
  const figure = metric === 'delivered' ? 'netDelivered' : metric;
  return { milestone: id, ...(await explain(snapshot, { ...asked, ...scope, figure, after })) };
}
