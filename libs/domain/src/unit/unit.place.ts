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

/**
 * The last effective fact after an instant that says where the unit was; of two at the same time, the one recorded
 * later.
 */
export function lastPlaceAfter(facts: readonly UnitFact[], instant: number): UnitFact | undefined {
  return facts.reduce<UnitFact | undefined>(
    (last, fact) =>
      !fact.voided &&
      TELLS_PLACE.has(fact.type) &&
      fact.occurredAt > instant &&
      fact.occurredAt >= (last?.occurredAt ?? instant)
        ? fact
        : last,
    undefined,
  );
}
