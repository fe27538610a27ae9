import { firstWhere } from '../first-where.js';
import type { Growing } from '../growing.js';
import type { LineFact } from './line.fact.js';

/** A halt of a line: an interval, open while `endedAt` is undefined. Times are milliseconds since 1970 UTC. */
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
 * The halts of a line by its effective facts. A resumption ends a halt if it names it and does not come before its
 * start, or names none and comes after its start; a halt that begins at the instant of such a resumption is the next
 * one. The first such resumption ends the halt, so the intervals do not depend on the order in which the facts arrived.
 */
export function haltsOf(facts: Iterable<LineFact>): readonly Halt[] {
  const all = [...facts];
  const resumptions = resumptionsByHalt(all);
  return all
    .filter(({ type }) => type === 'LineHalted')
    .map((fact) => {
      const ofAll = firstSince(resumptions.get(undefined), fact.occurredAt + 1);
      const own = firstSince(resumptions.get(idOf(fact)), fact.occurredAt);
      return asHalt(fact, ofAll && own ? (inTime(ofAll, own) < 0 ? ofAll : own) : (ofAll ?? own));
    });
}

/** The halt that a LineHalted began, and that `end` ended; open without one. */
export function asHalt(fact: LineFact, end: LineFact | undefined): Halt {
  return {
    halt: idOf(fact),
    eventId: fact.eventId,
    endedBy: end?.eventId,
    startedAt: fact.occurredAt,
    endedAt: end?.occurredAt,
    reason: fact.reason ?? '',
    planned: fact.planned ?? false,
    expectedMinutes: fact.expectedMinutes,
  };
}

/** Whether a fact can end a halt, unless another ends it before. */
export function ends(fact: LineFact, halted: LineFact): boolean {
  if (fact.type !== 'LineResumed') return false;
  return fact.halt === undefined
    ? fact.occurredAt > halted.occurredAt
    : fact.occurredAt >= halted.occurredAt && fact.halt === idOf(halted);
}

/** The resumption that ends one halt, in one pass over the facts. */
export function endOf(halted: LineFact, facts: Growing<LineFact>): LineFact | undefined {
  let end: LineFact | undefined;
  for (const fact of facts) if (ends(fact, halted) && (!end || inTime(fact, end) < 0)) end = fact;
  return end;
}

function idOf({ halt, eventId }: LineFact): string {
  return halt ?? eventId;
}

/** By time; ties are broken the same way in whatever order they arrived. */
function inTime(a: LineFact, b: LineFact): number {
  return a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1);
}

/** Resumptions in order of time by the halt they name; those that name none under undefined. */
function resumptionsByHalt(facts: readonly LineFact[]): Map<string | undefined, LineFact[]> {
  const byHalt = new Map<string | undefined, LineFact[]>();
  for (const fact of facts.filter(({ type }) => type === 'LineResumed').toSorted(inTime)) {
    const reported = byHalt.get(fact.halt);
    if (reported) reported.push(fact);
    else byHalt.set(fact.halt, [fact]);
  }
  return byHalt;
}

/** The first fact at or after an instant, by binary search: a line has years of short halts. */
function firstSince(facts: readonly LineFact[] = [], instant: number): LineFact | undefined {
  return facts[firstWhere(0, facts.length, (index) => Number(facts[index]?.occurredAt) >= instant)];
}

/** A resumption that ended a halt before, and ends none any more. */
export function resumptionLeftIdle(facts: Iterable<LineFact>, before: readonly Halt[]): LineFact | undefined {
  const all = [...facts];
  const endedBy = new Set(before.map((one) => one.endedBy));
  const stillEndedBy = new Set(haltsOf(all).map((one) => one.endedBy));
  return all.find(({ eventId }) => endedBy.has(eventId) && !stillEndedBy.has(eventId));
}

export interface Rate {
  readonly from: number;
  readonly unitsPerHour: number;
}

/** The rate in effect at an instant; before the first one, the first one's. */
export function rateAt(rates: readonly Rate[], instant: number): number {
  return (rates.findLast(({ from }) => from <= instant) ?? rates[0])?.unitsPerHour ?? 0;
}
