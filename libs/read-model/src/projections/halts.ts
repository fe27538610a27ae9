import { haltsOf, type Halt, type LineFact, type RecordedEvent } from '@plant-ledger/domain';
import type { CurrentVersion } from './versions.js';

/** Halts that an event may have changed; `all`: these are all of the line's halts. */
export interface ChangedHalts {
  readonly all: boolean;
  readonly halts: readonly Halt[];
}

/** Where started_at and ended_at stand among a halt's values. */
const STARTED_AT = 3;
const ENDED_AT = 4;

/**
 * The line's halts after an event. A new halt or resumption touches only few of them, so a line with years of halts is
 * not worked out anew with each; a void or correction does so.
 */
export function changedHalts(
  { type, eventId, occurredAt }: RecordedEvent,
  facts: readonly LineFact[],
  current: ReadonlyMap<string, CurrentVersion>,
): ChangedHalts {
  if (type === 'LineCommissioned' || type === 'LineRateChanged') return { all: false, halts: [] };
  if (type !== 'LineHalted' && type !== 'LineResumed') return { all: true, halts: haltsOf(facts) };
  const touched = type === 'LineHalted' ? new Set([eventId]) : startedBefore(occurredAt, current);
  return {
    all: false,
    halts: haltsOf(facts.filter((fact) => fact.type === 'LineResumed' || touched.has(fact.eventId))),
  };
}

/** Halts that a resumption at this instant can end: begun by then, and open still, or ended not before it so far. */
function startedBefore(instant: number, current: ReadonlyMap<string, CurrentVersion>): Set<string> {
  const touched = new Set<string>();
  for (const { key, values } of current.values()) {
    const endedAt = values[ENDED_AT];
    if (Number(values[STARTED_AT]) <= instant && (endedAt === null || Number(endedAt) >= instant)) touched.add(key);
  }
  return touched;
}
