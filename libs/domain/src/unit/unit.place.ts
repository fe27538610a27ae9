import type { UnitFactType } from './unit.events.js';
import type { UnitFact } from './unit.state.js';

/** Facts that say where a unit is. A hold and a release do not: the unit does not move. */
const TELLS_PLACE: ReadonlySet<UnitFactType> = new Set([
  'UnitProduced',
  'UnitShipped',
  'UnitReceived',
  'UnitDelivered',
  'UnitReturned',
  'UnitScrapped',
]);

export function reportsPlace(type: UnitFactType): boolean {
  return TELLS_PLACE.has(type);
}

/** The effective fact that tells last, by `occurredAt`, where the unit was after an instant; of two at once, the one told later. */
export function lastPlaceAfter(facts: readonly UnitFact[], instant: number): UnitFact | undefined {
  return facts.reduce<UnitFact | undefined>(
    (last, fact) =>
      !fact.voided &&
      reportsPlace(fact.type) &&
      fact.occurredAt > instant &&
      fact.occurredAt >= (last?.occurredAt ?? instant)
        ? fact
        : last,
    undefined,
  );
}
