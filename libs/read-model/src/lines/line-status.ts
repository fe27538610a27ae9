import type { LineView } from '@plant-ledger/contract';
import { rateAt, union } from '@plant-ledger/domain';
import { formatInstant } from '../asking/wire.js';
import type { LineHalts } from './line-halts.js';

/** A line's status, with all of its open halts. */
export type LineStatus = Omit<LineView, 'nextOpenHalts'>;

/** A line's status by what occurred before an instant, milliseconds since 1970 UTC. */
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
  // Before its commissioning the line had no status.
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
