import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { added, countRows, isNothing, metricValue, NOTHING, type CountRow, type Counts } from './counts.js';
import { contains, groupOf, inOrderOf, type Scope, type UnitGroup } from './grouping.js';
import { monthProgress } from './month-progress.js';
import { readPlaces, zonesOf } from './places.js';
import { targetStatus, type Target, type TargetStatus } from './target-status.js';
import { readTargets } from './targets.js';
import { asOfPosition, formatInstant } from './wire.js';

export interface MonthlyTotalsAsked extends Scope {
  /** Months, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly groupBy: readonly UnitGroup[];
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC: whether a month is over depends on it. */
  readonly at: number;
}

export interface MonthlyTotalsRow extends Counts, Scope {
  readonly month: string;
  readonly netDelivered: number;
  /** Of everything the row counts, the widest first: its own scope, and narrower ones, which name their plant or model. */
  readonly targets: readonly TargetStatus[];
}

export interface MonthlyTotals {
  readonly position: string;
  readonly at: string;
  readonly rows: readonly MonthlyTotalsRow[];
}

/** Totals and targets by month, and by plant and model where grouped so. Months of nothing at all have no row. */
export async function monthlyTotals(snapshot: Snapshot, asked: MonthlyTotalsAsked): Promise<MonthlyTotals> {
  const { at, asOf, plant, model } = asked;
  const counts = await countRows(snapshot, { ...asked, by: 'month' });
  const targets = (await readTargets(snapshot, asked)).filter((target) => contains({ plant, model }, target));
  const places = await readPlaces(snapshot, asOf);
  const statusOf = (target: Target): TargetStatus => {
    const counted = counts.filter((row) => row.period === target.month && contains(target, row));
    const value = metricValue(target.metric, counted.reduce(added, NOTHING));
    const zones = zonesOf(places, target.metric, target.plant);
    return targetStatus(target, value, monthProgress(target.month, zones, at));
  };
  return {
    position: asOfPosition(snapshot, asOf),
    at: formatInstant(at),
    rows: rowsOf(counts, targets, asked).map(({ month, group, counts: sum, targets: own }) => ({
      month,
      ...group,
      ...sum,
      netDelivered: sum.delivered - sum.returned,
      targets: own.toSorted(inOrderOf<Target>('metric', 'plant', 'model')).map(statusOf),
    })),
  };
}

interface Row {
  readonly month: string;
  readonly group: Scope;
  readonly counts: Counts;
  readonly targets: readonly Target[];
}

function rowsOf(counts: readonly CountRow[], targets: readonly Target[], { groupBy }: MonthlyTotalsAsked): Row[] {
  const rows = new Map<string, Row>();
  const rowOf = (month: string, scope: Scope) => {
    const group = groupOf(scope, groupBy);
    const key = JSON.stringify([month, group]);
    return { key, row: rows.get(key) ?? { month, group, counts: NOTHING, targets: [] } };
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
  return [...rows.values()].toSorted(
    (a, b) => inOrderOf<Row>('month')(a, b) || inOrderOf<Scope>('plant', 'model')(a.group, b.group),
  );
}
