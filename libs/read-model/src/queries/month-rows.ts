import type { PublishedTotal } from '../entities/index.js';
import { added, isNothing, NOTHING, type CountRow, type Counts } from './counts.js';
import { contains, groupOf, inOrderOf, type Scope, type UnitGroup } from './grouping.js';
import type { Target } from './target-status.js';

/** What falls into one row of the monthly totals. */
export interface MonthRow {
  readonly month: string;
  readonly group: Scope;
  readonly counts: Counts;
  readonly targets: readonly Target[];
  readonly published: readonly Counts[];
}

/** One row for each month and group in which something was counted, planned or published. */
export function monthRows(
  counts: readonly CountRow[],
  targets: readonly Target[],
  published: ReadonlyMap<string, readonly PublishedTotal[]>,
  { groupBy, plant, model }: Scope & { readonly groupBy: readonly UnitGroup[] },
): MonthRow[] {
  const rows = new Map<string, MonthRow>();
  const rowOf = (month: string, scope: Scope) => {
    const group = groupOf(scope, groupBy);
    const key = JSON.stringify([month, group]);
    return { key, row: rows.get(key) ?? { month, group, counts: NOTHING, targets: [], published: [] } };
  };
  for (const count of counts.filter((each) => !isNothing(each))) {
    const { key, row } = rowOf(count.period, count);
    rows.set(key, { ...row, counts: added(row.counts, count) });
  }
  for (const target of targets) {
    // A target for all plants belongs to no single plant's row.
    if (groupBy.some((group) => target[group] === undefined)) continue;
    const { key, row } = rowOf(target.month, target);
    rows.set(key, { ...row, targets: [...row.targets, target] });
  }
  for (const total of [...published.values()].flat().filter((each) => contains({ plant, model }, each))) {
    const { key, row } = rowOf(total.month, total);
    rows.set(key, { ...row, published: [...row.published, total] });
  }
  return [...rows.values()].toSorted(
    (a, b) => inOrderOf<MonthRow>('month')(a, b) || inOrderOf<Scope>('plant', 'model')(a.group, b.group),
  );
}
