import type { Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../database/read-model.js';
import { readLineHalts, type LineFilter } from './line-halts.js';
import { lineStatus, type LineStatus } from './line-status.js';
import { asOfPosition, formatInstant } from './wire.js';

export interface LinesAsked extends LineFilter {
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
}

export interface Lines {
  readonly position: string;
  readonly at: string;
  readonly lines: readonly LineStatus[];
}

/** Every line and how it stands. A line whose commissioning was voided is none. */
export async function lines(snapshot: Snapshot, { plant, line, asOf, at }: LinesAsked): Promise<Lines> {
  const known = await readLineHalts(snapshot, { plant, line, asOf, at });
  return {
    position: asOfPosition(snapshot, asOf),
    at: formatInstant(at),
    lines: known.filter(({ commissionedAt }) => commissionedAt !== undefined).map((each) => lineStatus(each, at)),
  };
}
