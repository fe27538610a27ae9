import { isUnitMetric } from '@plant-ledger/domain';
import { rowsWithin } from '../asking/grouping.js';
import type { Snapshot } from '../asking/snapshot.js';
import { added, countRows, metricValue, NOTHING } from '../books/counts.js';
import { anyMovedFrom } from '../books/moved-from.js';
import type { ForecastMoment } from '../forecasts/forecast-inputs.js';
import { openAt, readOpenings } from '../network/network.js';
import type { Milestone } from './milestone.entity.js';

type Counted = Pick<Milestone, 'metric' | 'plant' | 'model' | 'value'>;

/** Returns a milestone's value as of a position, of what occurred before `at`; reads once for all of them. */
export async function valueReader(
  snapshot: Snapshot,
  { asOf, at }: ForecastMoment,
): Promise<(milestone: Counted) => number> {
  const openings = await readOpenings(snapshot, { asOf, at });
  const isAll = asOf === undefined && !(await anyMovedFrom(snapshot, at));
  const counts = rowsWithin(isAll ? [] : await countRows(snapshot, { by: 'month', asOf, at }));
  const known = new Map<string, number>();
  return ({ metric, plant, model, value }) => {
    if (isUnitMetric(metric) && isAll) return value;
    const key = JSON.stringify([metric, plant, model]);
    const scope = { plant: plant ?? undefined, model: model ?? undefined };
    const found =
      known.get(key) ??
      (isUnitMetric(metric) ? metricValue(metric, counts(scope).reduce(added, NOTHING)) : openAt(openings, metric, at));
    known.set(key, found);
    return found;
  };
}
