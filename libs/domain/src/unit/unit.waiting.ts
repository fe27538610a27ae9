import { storedBytes } from '../stored.js';
import { UNIT_FACT_TYPES, type UnitEventType } from './unit.events.js';
import type { ParkedFact, UnitFactParked } from './unit.parked.events.js';

/** What a fact of a unit waits for that comes before the unit's production. */
export const PRODUCTION = 'production';

/** A fact that waits in its unit's stream for what it builds on. */
export type WaitingFact<Type extends UnitEventType = UnitEventType> = ParkedFact<Type> & {
  /** `production`, or the eventId it amends. */
  readonly waitsFor: string;
  /** Milliseconds since 1970 UTC. */
  readonly instant: number;
  /** What it takes in the store, with metadata, once it is taken in. */
  readonly bytes: number;
};

/** The most that may wait for one unit; with the production it fits one append. Logs of earlier versions may hold more. */
export const MOST_WAITING = { facts: 1_000, bytes: 768 * 1024 };

/** Of two at one instant, the one that comes first in a life is decided first; voids and corrections come last. */
const LIFE: readonly string[] = UNIT_FACT_TYPES.filter((type) => type !== 'UnitProduced');

function placeInLife(type: string): number {
  const place = LIFE.indexOf(type);
  return place < 0 ? LIFE.length : place;
}

export function waitingFact({ waitsFor, fact }: UnitFactParked): WaitingFact {
  const instant = Date.parse(fact.occurredAt);
  return { ...fact, waitsFor, instant, bytes: storedBytes({ ...fact, occurredAt: instant, parked: true }) };
}

/** Waiting facts stand in the order in which they are going to be decided: by time, then as in a life, then as they came. */
export function withWaiting(waiting: readonly WaitingFact[], fact: WaitingFact): readonly WaitingFact[] {
  const place = placeInLife(fact.type);
  const isAfter = (other = fact) =>
    other.instant > fact.instant || (other.instant === fact.instant && placeInLife(other.type) > place);
  const before = firstWhere(0, waiting.length, (index) => isAfter(waiting[index]));
  return waiting.toSpliced(before, 0, fact);
}

/** The first index in a range for which something holds that holds for all after it, too; the range's end, where for none. */
export function firstWhere(from: number, to: number, holds: (index: number) => boolean): number {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

export function withoutWaiting(waiting: readonly WaitingFact[], eventId: string): readonly WaitingFact[] {
  const place = waiting.findIndex((fact) => fact.eventId === eventId);
  return place < 0 ? waiting : waiting.toSpliced(place, 1);
}

/** Whether one more may wait; one of the same id would take the other's place. */
export function hasRoom(waiting: readonly WaitingFact[], fact: WaitingFact): boolean {
  const others = withoutWaiting(waiting, fact.eventId);
  const bytes = others.reduce((sum, other) => sum + other.bytes, fact.bytes);
  return others.length < MOST_WAITING.facts && bytes <= MOST_WAITING.bytes;
}
