import type { FirstReached } from '@plant-ledger/contract';
import type { Snapshot } from '../asking/snapshot.js';
import { formatInstant } from '../asking/wire.js';
import type { ForecastMoment } from '../forecasts/forecast-inputs.js';
import { MilestoneReached } from './milestone-reached.entity.js';

/** What each milestone had reached before the time of asking, as of a position, in the order of the log. */
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

/** When a target was first reached, at what was its height or above while that stood; `before`: of what is behind, nothing counts. */
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
