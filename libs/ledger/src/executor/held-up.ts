import type { EventType, IsHeldUp, SourceEvent } from '@plant-ledger/domain';

/** For these the order in a stream decides the outcome: while one waits, what came after it waits, too. */
const HOLDING_UP: ReadonlySet<string> = new Set<EventType>([
  'UnitDelivered',
  'UnitReturned',
  'MonthlyTargetSet',
  'MilestoneRevised',
  'MilestoneWithdrawn',
  'PlantCapacityChanged',
]);

/** These end the waiting of others, so they never wait. */
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

/** Combines what the quarantine has waiting for a stream with what is waiting of the same batch. */
export function heldUpBy(waitingHere: readonly SourceEvent[], inQuarantine: IsHeldUp): IsHeldUp {
  return (event, isRefused = false) =>
    !NEVER_HELD_UP.has(event.type) &&
    (inQuarantine(event, isRefused) ||
      waitingHere.some(({ type, occurredAt }) => (isRefused || holdsUp(type)) && occurredAt < event.occurredAt));
}
