import type { GroupedUnits, Scope } from '@plant-ledger/contract';
import { contains, groupOf, inOrderOf } from '../asking/grouping.js';
import { added, NOTHING, type CountRow, type Counts } from '../books/counts.js';
import type { CountedTarget } from './counted-targets.js';

export interface MonthRow {
  readonly month: string;
  readonly group: Scope;
  readonly counts: Counts;
  readonly targets: readonly CountedTarget[];
  readonly published: readonly Counts[];
}

/** Of one plant and model, as a closing of the month published it. */
interface PublishedCounts extends Scope, Counts {
  readonly month: string;
}

interface GrowingRow extends MonthRow {
  counts: Counts;
  readonly targets: CountedTarget[];
  readonly published: Counts[];
}

/** One row for each month and group in which something was counted, planned or published. */
export function monthRows(
  counts: readonly CountRow[],
  targets: readonly CountedTarget[],
  published: ReadonlyMap<string, readonly PublishedCounts[]>,
  { groupBy, plant, model }: GroupedUnits,
): MonthRow[] {
  const rows = new Map<string, GrowingRow>();
  const rowOf = (month: string, scope: Scope): GrowingRow => {
    const group = groupOf(scope, groupBy);
    const key = JSON.stringify([month, group]);
    const row = rows.get(key) ?? { month, group, counts: NOTHING, targets: [], published: [] };
    rows.set(key, row);
    return row;
  };
  for (const count of counts) {
    const row = rowOf(count.period, count);
    row.counts = added(row.counts, count);
  }
  for (const counted of targets) {
    const { target } = counted;
    // A target for all plants belongs to no single plant's row.
    if (groupBy.some((group) => target[group] === undefined)) continue;
    rowOf(target.month, target).targets.push(counted);
  }
  for (const total of [...published.values()].flat().filter((each) => contains({ plant, model }, each)))
    rowOf(total.month, total).published.push(total);
  return [...rows.values()].toSorted(
    (a, b) => inOrderOf<MonthRow>('month')(a, b) || inOrderOf<Scope>('plant', 'model')(a.group, b.group),
  );
}
