import type { Snapshot } from '../database/read-model.js';
import { downtimeReport, type DowntimeGroup, type DowntimeRow } from './downtime-report.js';
import { readLineHalts, type LineFilter } from './line-halts.js';
import type { Period } from './period.js';
import { asOfPosition, formatInstant } from './wire.js';

export interface DowntimeAsked extends LineFilter {
  readonly period: Period;
  readonly groupBy: readonly DowntimeGroup[];
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
  const { plant, line, period, groupBy, at } = asked;
  const lines = await readLineHalts(snapshot, { plant, line });
  return {
    position: asOfPosition(snapshot, undefined),
    at: formatInstant(at),
    rows: downtimeReport(lines, period, groupBy, at),
  };
}
