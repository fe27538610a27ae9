import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { downtimeReport, type DowntimeGroup, type DowntimeRow } from './downtime-report.js';
import { readLineHalts, type LineFilter } from './line-halts.js';
import type { Period } from './period.js';
import { asOfPosition, formatInstant } from './wire.js';

export interface DowntimeAsked extends LineFilter {
  readonly period: Period;
  readonly groupBy: readonly DowntimeGroup[];
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC: open halts last until then. */
  readonly at: number;
}

export interface DowntimeAnswer {
  readonly position: string;
  readonly at: string;
  readonly rows: readonly DowntimeRow[];
}

/** How long lines stood still, by month, plant, line and reason as asked for. */
export async function downtime(snapshot: Snapshot, asked: DowntimeAsked): Promise<DowntimeAnswer> {
  const { plant, line, period, groupBy, asOf, at } = asked;
  const lines = await readLineHalts(snapshot, { plant, line, asOf, at });
  return {
    position: asOfPosition(snapshot, asOf),
    at: formatInstant(at),
    rows: downtimeReport(lines, period, groupBy, at),
  };
}
