import type { DailyTotals, DailyTotalsRow } from '@plant-ledger/contract';
import type { Position } from '@plant-ledger/event-store';
import { groupOf, inOrderOf, type Scope, type UnitGroup } from '../asking/grouping.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfAt } from '../asking/wire.js';
import { added, countRows, isNothing, NOTHING } from '../books/counts.js';

export interface DailyTotalsAsked extends Scope {
  /** Dates, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly groupBy: readonly UnitGroup[];
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
}

/** Totals by date, and by plant and model where grouped so. Dates of nothing at all have no row. */
export async function dailyTotals(snapshot: Snapshot, asked: DailyTotalsAsked): Promise<DailyTotals> {
  const rows = new Map<string, DailyTotalsRow>();
  for (const row of await countRows(snapshot, { ...asked, by: 'date' })) {
    if (isNothing(row)) continue;
    const group = groupOf(row, asked.groupBy);
    const key = JSON.stringify([row.period, group]);
    const sum = added(rows.get(key) ?? NOTHING, row);
    rows.set(key, { date: row.period, ...group, ...sum, netDelivered: sum.delivered - sum.returned });
  }
  return {
    ...asOfAt(snapshot, asked),
    rows: [...rows.values()].toSorted(inOrderOf<DailyTotalsRow>('date', 'plant', 'model')),
  };
}
