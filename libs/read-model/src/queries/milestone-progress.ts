import { isUnitMetric } from '@plant-ledger/domain';
import type { Snapshot } from '../database/read-model.js';
import type { Milestone } from '../entities/index.js';
import { added, countRows, metricValue, NOTHING } from './counts.js';
import { contains } from './grouping.js';
import type { ForecastMoment } from './forecast-inputs.js';
import { openAt, readOpenings } from './network.js';
import { anyMovedFrom } from './occurrence.js';

type Counted = Pick<Milestone, 'metric' | 'plant' | 'model' | 'value'>;

/** Tells a milestone's value as of a position, of what occurred before `at`: what it takes is read once for all of them. */
export async function valueReader(
  snapshot: Snapshot,
  { asOf, at }: ForecastMoment,
): Promise<(milestone: Counted) => number> {
  const openings = await readOpenings(snapshot, { asOf, at });
  const isAll = asOf === undefined && !(await anyMovedFrom(snapshot, at));
  const counts = isAll ? [] : await countRows(snapshot, { by: 'month', asOf, at });
  return ({ metric, plant, model, value }) => {
    if (!isUnitMetric(metric)) return openAt(openings, metric, at);
    if (isAll) return value;
    const scope = { plant: plant ?? undefined, model: model ?? undefined };
    return metricValue(metric, counts.filter((row) => contains(scope, row)).reduce(added, NOTHING));
  };
}
