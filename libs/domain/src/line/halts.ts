import type { LineFact } from './line.state.js';

/** A stop of a line: an interval, open while `endedAt` is undefined. Times are milliseconds since 1970 UTC. */
export interface Halt {
  readonly halt: string;
  /** The LineHalted that began it, and the LineResumed that ended it. */
  readonly eventId: string;
  readonly endedBy?: string | undefined;
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  readonly reason: string;
  readonly planned: boolean;
  readonly expectedMinutes?: number | undefined;
}

/**
 * The halts that a line's effective facts tell. A halt ends at the first resumption after its start that names it or
 * names none; so the intervals do not depend on the order in which the facts arrived.
 */
export function haltsOf(facts: readonly LineFact[]): readonly Halt[] {
  const resumed = facts
    .filter(({ type }) => type === 'LineResumed')
    .toSorted((a, b) => a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1));
  return facts
    .filter(({ type }) => type === 'LineHalted')
    .map((fact) => {
      const end = resumed.find(
        (resume) => resume.occurredAt >= fact.occurredAt && (resume.halt === undefined || resume.halt === fact.halt),
      );
      return {
        halt: fact.halt ?? fact.eventId,
        eventId: fact.eventId,
        endedBy: end?.eventId,
        startedAt: fact.occurredAt,
        endedAt: end?.occurredAt,
        reason: fact.reason ?? '',
        planned: fact.planned ?? false,
        expectedMinutes: fact.expectedMinutes,
      };
    });
}

/** A change of the line's rate: units per hour from `from` on. */
export interface Rate {
  readonly from: number;
  readonly unitsPerHour: number;
}

/** The line's rates by time; the later-told one wins where two begin at once. */
export function ratesOf(facts: readonly LineFact[]): readonly Rate[] {
  return facts
    .filter(({ unitsPerHour }) => unitsPerHour !== undefined)
    .map(({ occurredAt, unitsPerHour = 0 }) => ({ from: occurredAt, unitsPerHour }))
    .toSorted((a, b) => a.from - b.from);
}

/** The rate in force at an instant; before the first one told, that first one. */
export function rateAt(rates: readonly Rate[], instant: number): number {
  return (rates.findLast(({ from }) => from <= instant) ?? rates[0])?.unitsPerHour ?? 0;
}
