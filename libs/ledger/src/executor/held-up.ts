import type { EventType, IsHeldUp, SourceEvent } from '@plant-ledger/domain';

/** Of these the order in a stream decides what stands: while one waits, what came after it waits too. */
const HOLDING_UP: ReadonlySet<string> = new Set<EventType>([
  'UnitDelivered',
  'UnitReturned',
  'MonthlyTargetSet',
  'MilestoneRevised',
  'MilestoneWithdrawn',
  'PlantCapacityChanged',
]);

/** With these the others' waiting ends: they wait for nobody. */
const NEVER_HELD_UP: ReadonlySet<string> = new Set<EventType>([
  'PlantRegistered',
  'LineCommissioned',
  'SiteOpened',
  'MilestoneDefined',
  'UnitProduced',
]);

export function holdsUp(type: string): boolean {
  return HOLDING_UP.has(type);
}

/** As the quarantine knows it of a stream, and as the events decided before it in the same batch have it. */
export function heldUpBy(waitingHere: readonly SourceEvent[], inQuarantine: IsHeldUp): IsHeldUp {
  return (event, isRefused = false) =>
    !NEVER_HELD_UP.has(event.type) &&
    (inQuarantine(event, isRefused) ||
      waitingHere.some(({ type, occurredAt }) => (isRefused || holdsUp(type)) && occurredAt < event.occurredAt));
}
