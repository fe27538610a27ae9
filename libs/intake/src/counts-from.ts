import { parseInstant, type SourceEvent } from '@plant-ledger/domain';
import type { Incoming, Outcome } from '@plant-ledger/ledger';

/** For an event dated ahead, adds to the outcome from when figures count it. `now`: milliseconds since 1970 UTC. */
export function withCountsFrom(outcome: Outcome, incoming: Incoming | undefined, now: number): Outcome {
  if (outcome.result !== 'accepted' || incoming?.kind !== 'event') return outcome;
  const occurs = countedAt(incoming.event);
  return occurs !== undefined && occurs > now ? { ...outcome, countsFrom: occurs } : outcome;
}

/** A void, and a correction of anything but the time, count from the time of the fact that they amend. */
function countedAt({ data, occurredAt }: SourceEvent): number | undefined {
  if ('voids' in data) return undefined;
  if (!('corrects' in data)) return occurredAt;
  const { occurredAt: corrected } = data.changes;
  return corrected === undefined ? undefined : parseInstant(corrected);
}
