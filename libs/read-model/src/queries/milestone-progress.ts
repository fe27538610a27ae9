import { isUnitMetric } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import type { Milestone } from '../entities/index.js';
import { added, countRows, metricValue, NOTHING } from './counts.js';
import { contains } from './grouping.js';
import { openAt, readOpenings } from './network.js';

type Counted = Pick<Milestone, 'metric' | 'plant' | 'model' | 'value'>;

/** Tells a milestone's value as of a position: what it takes is read once for all of them. */
export async function valueReader(
  snapshot: Snapshot,
  asOf: Position | undefined,
): Promise<(milestone: Counted) => number> {
  if (asOf === undefined) return ({ value }) => value;
  const counts = await countRows(snapshot, { by: 'month', asOf });
  const openings = await readOpenings(snapshot, asOf);
  return ({ metric, plant, model }) => {
    if (!isUnitMetric(metric)) return openAt(openings, metric, Infinity);
    const scope = { plant: plant ?? undefined, model: model ?? undefined };
    return metricValue(metric, counts.filter((row) => contains(scope, row)).reduce(added, NOTHING));
  };
}
