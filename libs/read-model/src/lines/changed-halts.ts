import {
  asHalt,
  endOf,
  ends,
  haltsOf,
  standingOf,
  type Halt,
  type LineFact,
  type LineState,
} from '@plant-ledger/domain';
import type { Version } from '../projecting/projection/versions.js';
import type { HaltRow } from './lines.entities.js';
import type { LineChange } from './line-change.js';

/** Halts that an event may have changed; `all`: these are all of the line's halts. */
export interface ChangedHalts {
  readonly all: boolean;
  readonly halts: readonly Halt[];
}

/**
 * The line's halts after an event. A new halt or resumption affects only few of them, and so does the correction of a
 * halt: a line with years of halts is not computed anew each time. A void, and a corrected time of a resumption, do so.
 */
export function changedHalts(
  change: LineChange,
  before: LineState,
  { facts }: LineState,
  current: ReadonlyMap<string, Version<HaltRow>>,
): ChangedHalts {
  const fact = change.after ?? change.before;
  if (fact?.type === 'LineHalted' && change.after)
    return some([asHalt(fact, change.before ? endOf(fact, facts) : endOfNew(fact, before))]);
  if (fact?.type === 'LineResumed' && !change.before) return some(endedBy(fact, before, facts, current));
  const isHaltOrResumption = fact?.type === 'LineHalted' || fact?.type === 'LineResumed';
  return isHaltOrResumption ? { all: true, halts: haltsOf(facts) } : some([]);
}

const some = (halts: readonly Halt[]): ChangedHalts => ({ all: false, halts });

/** Most halts begin after every resumption so far. */
function endOfNew(halted: LineFact, line: LineState): LineFact | undefined {
  return halted.occurredAt > standingOf(line).resumed ? undefined : endOf(halted, line.facts);
}

/** Most resumptions come after every other, and end what is open. */
function endedBy(
  resumption: LineFact,
  before: LineState,
  facts: LineState['facts'],
  current: ReadonlyMap<string, Version<HaltRow>>,
): readonly Halt[] {
  const { open, resumed } = standingOf(before);
  const { occurredAt } = resumption;
  if (occurredAt > resumed)
    return open.filter((halted) => ends(resumption, halted)).map((halted) => asHalt(halted, resumption));
  const touched = startedBefore(occurredAt, current);
  return haltsOf(facts.filter((fact) => fact.type === 'LineResumed' || touched.has(fact.eventId)));
}

/** Halts that a resumption at this instant can end: begun before it, and still open, or so far ended no earlier. */
function startedBefore(instant: number, current: ReadonlyMap<string, Version<HaltRow>>): Set<string> {
  const touched = new Set<string>();
  for (const { eventId, startedAt, endedAt } of current.values())
    if (startedAt <= instant && (endedAt === null || endedAt >= instant)) touched.add(eventId);
  return touched;
}
