import { Growing } from '../growing.js';
import { endOf, ends, haltsOf } from './halts.js';
import type { LineFact } from './line.fact.js';

/** What a line's next fact depends on most: derived from the fact before, so that years of halts need not be read. */
export interface LineStanding {
  /** Halts that no resumption has ended, in the order of the stream. */
  readonly open: Growing<LineFact>;
  /** The time of the latest resumption, and of the latest that names no halt. */
  readonly resumed: number;
  readonly resumedAll: number;
}

export const STILL: LineStanding = { open: Growing.of(), resumed: -Infinity, resumedAll: -Infinity };

interface Standings {
  readonly facts: Growing<LineFact>;
  readonly standing: LineStanding | undefined;
}

/** Computed after an amendment, on demand. */
const ASKED = new WeakMap<Growing<LineFact>, LineStanding>();

/** A line's state by its facts. */
export function standingOf({ facts, standing }: Standings): LineStanding {
  const known = standing ?? ASKED.get(facts);
  if (known) return known;
  const worked = standingBy(facts);
  ASKED.set(facts, worked);
  return worked;
}

/** A line's state after one more fact. */
export function standingAfter(line: Standings, fact: LineFact): LineStanding {
  const before = standingOf(line);
  if (fact.type === 'LineHalted') {
    const isOpen = fact.occurredAt > before.resumed || !endOf(fact, line.facts);
    return isOpen ? { ...before, open: before.open.plus(fact) } : before;
  }
  if (fact.type !== 'LineResumed') return before;
  const ended = before.open.some((halt) => ends(fact, halt));
  return {
    open: ended ? Growing.of(before.open.filter((halt) => !ends(fact, halt))) : before.open,
    ...latest(before, fact),
  };
}

function standingBy(facts: Growing<LineFact>): LineStanding {
  const ended = new Set(
    haltsOf(facts)
      .filter(({ endedAt }) => endedAt !== undefined)
      .map(({ eventId }) => eventId),
  );
  let standing = STILL;
  for (const fact of facts) if (fact.type === 'LineResumed') standing = { ...standing, ...latest(standing, fact) };
  const open = facts.filter(({ type, eventId }) => type === 'LineHalted' && !ended.has(eventId));
  return { ...standing, open: Growing.of(open) };
}

function latest({ resumed, resumedAll }: LineStanding, { occurredAt, halt }: LineFact): Omit<LineStanding, 'open'> {
  return {
    resumed: Math.max(resumed, occurredAt),
    resumedAll: halt === undefined ? Math.max(resumedAll, occurredAt) : resumedAll,
  };
}
