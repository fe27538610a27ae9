import { finish, type Steps } from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { downtimeSteps, type DowntimeGroup, type DowntimeRow, type LineHalts } from './downtime-report.js';
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
  return finish(await readDowntime(snapshot, asked));
}

/** Reads what it takes; the answer is worked out in steps, which need no snapshot. */
export async function readDowntime(snapshot: Snapshot, asked: DowntimeAsked): Promise<Steps<DowntimeAnswer>> {
  const { plant, line, asOf, at } = asked;
  const lines = await readLineHalts(snapshot, { plant, line, asOf, at });
  return answerOf(lines, asOfPosition(snapshot, asOf), asked);
}

function* answerOf(
  lines: readonly LineHalts[],
  position: string,
  { period, groupBy, at }: DowntimeAsked,
): Steps<DowntimeAnswer> {
  return { position, at: formatInstant(at), rows: yield* downtimeSteps(lines, period, groupBy, at) };
}
