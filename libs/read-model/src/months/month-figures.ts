import { endOfMonthEverywhere, FIGURE_RULES, type PublishedMonth } from '@plant-ledger/domain';
import { formatPosition, type Position } from '@plant-ledger/event-store';
import { inOrderOf } from '../asking/grouping.js';
import type { Snapshot } from '../asking/snapshot.js';
import { countRows } from '../books/counts.js';
import { downtimeReport } from '../downtime/downtime-report.js';
import { readLineHalts } from '../lines/line-halts.js';

export type MonthFigures = Pick<PublishedMonth, 'totals' | 'downtime'>;
export type MonthTotal = MonthFigures['totals'][number];
export type MonthDowntime = MonthFigures['downtime'][number];

/** What is known of a month at `at` (milliseconds since 1970 UTC; halts that are open then last until then). */
export async function monthFigures(
  snapshot: Snapshot,
  month: string,
  at: number,
  asOf?: Position,
): Promise<MonthFigures> {
  const counts = await countRows(snapshot, { by: 'month', from: month, to: month, asOf, at });
  const inMonth = { kind: 'month', month } as const;
  const lines = await readLineHalts(snapshot, { asOf, at });
  return {
    totals: counts.map(({ period: _, ...total }) => total).toSorted(inOrderOf<MonthTotal>('plant', 'model')),
    downtime: downtimeReport(lines, { from: inMonth, to: inMonth }, ['plant', 'line'], at)
      .map(({ plant = '', line = '', minutes, plannedMinutes, halts, lostUnitsEstimate }): MonthDowntime => {
        return { plant, line, minutes, plannedMinutes, halts, lostUnitsEstimate };
      })
      .toSorted(inOrderOf<MonthDowntime>('plant', 'line')),
  };
}

/**
 * The figures that closing a month publishes: everything this snapshot knows of it, and its position. The month must
 * have ended.
 */
export async function publishedFigures(snapshot: Snapshot, month: string): Promise<PublishedMonth> {
  const { position, chain } = snapshot;
  return {
    position: formatPosition(position),
    chain,
    rules: FIGURE_RULES,
    ...(await monthFigures(snapshot, month, endOfMonthEverywhere(month))),
  };
}
