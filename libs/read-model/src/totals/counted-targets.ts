import { rowsWithin } from '../asking/grouping.js';
import { added, metricValue, NOTHING, type CountRow } from '../books/counts.js';
import { monthProgress, type MonthProgress } from '../months/month-progress.js';
import { zonesOf, type Places } from '../places/zones.js';
import type { Target } from './target-status.js';

export interface CountedTarget {
  readonly target: Target;
  readonly value: number;
  readonly progress: MonthProgress;
}

/** `counts`: by month. `at`: the time of asking, milliseconds since 1970 UTC. */
export function countedTargets(
  targets: readonly Target[],
  counts: readonly CountRow[],
  places: Places,
  at: number,
): CountedTarget[] {
  const months = new Map(
    [...Map.groupBy(counts, ({ period }) => period)].map(([month, rows]) => [month, rowsWithin(rows)]),
  );
  const known = new Map<string, MonthProgress>();
  return targets.map((target) => {
    const { month, metric, plant } = target;
    const counted = (months.get(month)?.(target) ?? []).reduce(added, NOTHING);
    const key = JSON.stringify([month, metric, plant]);
    const progress = known.get(key) ?? monthProgress(month, zonesOf(places, metric, plant), at);
    known.set(key, progress);
    return { target, value: metricValue(metric, counted), progress };
  });
}
