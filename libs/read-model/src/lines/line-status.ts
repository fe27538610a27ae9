import { rateAt, union } from '@plant-ledger/domain';
import { formatInstant } from '../asking/wire.js';
import type { LineHalts } from './line-halts.js';

export interface LineStatus {
  readonly plant: string;
  readonly line: string;
  /** `idle` before its commissioning. */
  readonly state: 'running' | 'halted' | 'idle';
  /** Since when without a break, whatever causes came and went meanwhile; null when idle. */
  readonly since: string | null;
  readonly unitsPerHour: number;
  readonly openHalts: readonly OpenHalt[];
}

export interface OpenHalt {
  readonly halt: string;
  readonly eventId: string;
  readonly reason: string;
  readonly planned: boolean;
  readonly startedAt: string;
  readonly expectedMinutes: number | null;
}

/** How a line stands by what occurred before an instant, milliseconds since 1970 UTC. */
export function lineStatus(
  { plant, line, commissionedAt = Infinity, halts, rates }: LineHalts,
  at: number,
): LineStatus {
  const begun = halts.filter(
    ({ startedAt, endedAt = Infinity }) => commissionedAt < at && startedAt < at && startedAt < endedAt,
  );
  const last = union(begun.map(({ startedAt, endedAt = Infinity }) => ({ from: startedAt, to: endedAt }))).at(-1);
  const halted = last !== undefined && last.to >= at;
  const state = halted ? 'halted' : commissionedAt < at ? 'running' : 'idle';
  // What stood still before its commissioning was no line yet.
  const since = Math.max(commissionedAt, (halted ? last.from : last?.to) ?? -Infinity);
  const open = begun.filter(({ endedAt = Infinity }) => endedAt >= at);
  return {
    plant,
    line,
    state,
    since: state === 'idle' ? null : formatInstant(since),
    unitsPerHour: rateAt(rates, at),
    openHalts: open.map(({ halt, eventId, reason, planned, startedAt, expectedMinutes }) => ({
      halt,
      eventId,
      reason,
      planned,
      startedAt: formatInstant(startedAt),
      expectedMinutes: expectedMinutes ?? null,
    })),
  };
}
