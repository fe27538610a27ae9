import { firstWhere } from '../first-where.js';
import { storedBytes } from '../stored.js';
import { UNIT_FACT_TYPES, type UnitEventType } from './unit.events.js';
import type { ParkedFact, UnitFactParked } from './unit.parked.events.js';

/** What a fact waits for that was recorded before the unit's production. */
export const PRODUCTION = 'production';

/** A fact that waits in its unit's stream for what it builds on. */
export type WaitingFact<Type extends UnitEventType = UnitEventType> = ParkedFact<Type> & {
  /** `production`, or the eventId it amends. */
  readonly waitsFor: string;
  /** Milliseconds since 1970 UTC. */
  readonly instant: number;
  /** Its stored size with metadata once it is recorded, bytes. */
  readonly bytes: number;
};

/**
 * The most that may wait for one unit; together with the production it fits into one append. Logs of earlier versions
 * may have more.
 */
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

/**
 * Waiting facts in the order in which they will be decided: by time, then by their order in a life, then in the order
 * received.
 */
export function withWaiting(waiting: readonly WaitingFact[], fact: WaitingFact): readonly WaitingFact[] {
  const place = placeInLife(fact.type);
  const isAfter = (other = fact) =>
    other.instant > fact.instant || (other.instant === fact.instant && placeInLife(other.type) > place);
  const before = firstWhere(0, waiting.length, (index) => isAfter(waiting[index]));
  return waiting.toSpliced(before, 0, fact);
}

export function withoutWaiting(waiting: readonly WaitingFact[], eventId: string): readonly WaitingFact[] {
  const place = waiting.findIndex((fact) => fact.eventId === eventId);
  return place < 0 ? waiting : waiting.toSpliced(place, 1);
}

/** Whether one more fact may wait; it would replace one with the same id. */
export function hasRoom(waiting: readonly WaitingFact[], fact: WaitingFact): boolean {
  const others = withoutWaiting(waiting, fact.eventId);
  const bytes = others.reduce((sum, other) => sum + other.bytes, fact.bytes);
  return others.length < MOST_WAITING.facts && bytes <= MOST_WAITING.bytes;
}
