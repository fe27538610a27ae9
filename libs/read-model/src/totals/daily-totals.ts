import type { DailyTotals, DailyTotalsAsked, DailyTotalsRow } from '@plant-ledger/contract';
import { groupOf, inOrderOf } from '../asking/grouping.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfAt } from '../asking/wire.js';
import { added, countRows, NOTHING } from '../books/counts.js';

/** Totals by date, and by plant and model where grouped so. Dates of nothing at all have no row. */
export async function dailyTotals(snapshot: Snapshot, asked: DailyTotalsAsked): Promise<DailyTotals> {
  const rows = new Map<string, DailyTotalsRow>();
  for (const row of await countRows(snapshot, { ...asked, by: 'date' })) {
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
