import { nearestWithinADay, neighboursOf } from '../same-day.js';
import type { UnitFactType } from './unit.events.js';
import { reportsPlace } from './unit.place.js';
import type { UnitFact } from './unit.state.js';

/**
 * The effective fact that says the same: production by plant, line and model; any other by site and within a day, the
 * nearest. What tells no place, a late hold or release, cannot be told apart so within a day: only the same instant makes it the same.
 */
export function sameFact(facts: readonly UnitFact[], fact: UnitFact): UnitFact | undefined {
  if (fact.type === 'UnitProduced')
    return facts.findLast(
      (earlier) =>
        saysTheSame(earlier, fact) &&
        earlier.plant === fact.plant &&
        earlier.line === fact.line &&
        earlier.model === fact.model,
    );
  const isSame = (earlier: UnitFact) => saysTheSame(earlier, fact) && isNear(earlier, fact);
  return nearestWithinADay(facts, fact.occurredAt, isSame);
}

/**
 * The effective fact that is the same as one which the unit's life would refuse, or which would book nothing: of its
 * type and site, within a day, and without a fact between them that makes a second one possible.
 */
export function reportedBefore(facts: readonly UnitFact[], fact: UnitFact): UnitFact | undefined {
  const between = BETWEEN[fact.type];
  if (!between) return undefined;
  const { occurredAt } = fact;
  const { before, after } = neighboursOf(facts, occurredAt, between);
  return nearestWithinADay(
    facts,
    occurredAt,
    (earlier) =>
      saysTheSame(earlier, fact) &&
      !(earlier.occurredAt <= occurredAt ? before >= earlier.occurredAt : after <= earlier.occurredAt),
  );
}

const is =
  (...types: readonly UnitFactType[]) =>
  ({ type, voided }: UnitFact) =>
    !voided && types.includes(type);

/** The facts that make a second one possible: a vehicle that was released can be held again. */
const BETWEEN: Readonly<Partial<Record<UnitFactType, (fact: UnitFact) => boolean>>> = {
  UnitHeld: is('UnitReleased'),
  UnitReleased: is('UnitHeld'),
  UnitShipped: is('UnitReceived', 'UnitReturned'),
  UnitReceived: is('UnitShipped'),
  UnitDelivered: is('UnitReturned'),
  UnitReturned: is('UnitDelivered'),
  UnitScrapped: () => false,
};

function saysTheSame(earlier: UnitFact, fact: UnitFact): boolean {
  return !earlier.voided && earlier.type === fact.type && (fact.type === 'UnitProduced' || earlier.site === fact.site);
}

function isNear(earlier: UnitFact, fact: UnitFact): boolean {
  return reportsPlace(fact.type) || earlier.occurredAt === fact.occurredAt;
}
