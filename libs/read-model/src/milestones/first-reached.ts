import type { FirstReached } from '@plant-ledger/contract';
import type { Snapshot } from '../asking/snapshot.js';
import { formatInstant } from '../asking/wire.js';
import type { ForecastMoment } from '../forecasts/forecast-inputs.js';
import { MilestoneReached } from './milestone-reached.entity.js';

export async function readReached(
  { manager }: Snapshot,
  { asOf, at }: ForecastMoment,
): Promise<ReadonlyMap<string, readonly MilestoneReached[]>> {
  const query = manager
    .createQueryBuilder(MilestoneReached, 'reached')
    .where('reached.occurredAt < :at', { at })
    .orderBy('reached.position');
  if (asOf !== undefined) query.andWhere('reached.position <= :asOf', { asOf: asOf.toString() });
  return Map.groupBy(await query.getMany(), ({ milestone }) => milestone);
}

/**
 * When a target was first reached, with this or a higher target in effect at the time; `before`: from this position on
 * nothing counts.
 */
export function firstReachedOf(
  reached: readonly MilestoneReached[] = [],
  target: number,
  before?: string,
): FirstReached | null {
  const first = reached.find((one) => one.target >= target);
  if (!first || (before !== undefined && BigInt(first.position) >= BigInt(before))) return null;
  const { position, eventId, occurredAt, recordedAt } = first;
  return { occurredAt: formatInstant(occurredAt), recordedAt: formatInstant(recordedAt), position, eventId };
}
