import type { Moment, Periods } from '@plant-ledger/contract';
import type { Snapshot } from '../asking/snapshot.js';
import { TargetRevision } from './target-revision.entity.js';
import type { Target } from './target-status.js';

/** Every target of the months asked for, as first set and as set last. */
export async function readTargets({ manager }: Snapshot, { from, to, asOf, at }: Periods & Moment): Promise<Target[]> {
  const query = manager.createQueryBuilder(TargetRevision, 'target').orderBy('target.position');
  query.where('target.occurredAt < :at', { at });
  if (from !== undefined) query.andWhere('target.month >= :from', { from });
  if (to !== undefined) query.andWhere('target.month <= :to', { to });
  if (asOf !== undefined) query.andWhere('target.position <= :asOf', { asOf: asOf.toString() });
  const targets = new Map<string, Target>();
  for (const { metric, month, plant, model, target } of await query.getMany()) {
    const key = JSON.stringify([metric, month, plant, model]);
    const earlier = targets.get(key);
    targets.set(
      key,
      earlier
        ? { ...earlier, current: target }
        : { metric, month, plant: plant ?? undefined, model: model ?? undefined, first: target, current: target },
    );
  }
  return [...targets.values()];
}
