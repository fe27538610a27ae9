import { parseInstant, type SourceEvent } from '@plant-ledger/domain';
import type { Incoming, Outcome } from '@plant-ledger/ledger';

/** The outcome of an event dated ahead says from when figures count it. `now`: milliseconds since 1970 UTC. */
export function withCountsFrom(outcome: Outcome, incoming: Incoming | undefined, now: number): Outcome {
  if (outcome.result !== 'accepted' || incoming?.kind !== 'event') return outcome;
  const occurs = countedAt(incoming.event);
  return occurs !== undefined && occurs > now ? { ...outcome, countsFrom: occurs } : outcome;
}

/** A void, and a correction of anything but the time, count by the time of the fact that they amend. */
function countedAt({ data, occurredAt }: SourceEvent): number | undefined {
  if ('voids' in data) return undefined;
  if (!('corrects' in data)) return occurredAt;
  const { occurredAt: corrected } = data.changes;
  return corrected === undefined ? undefined : parseInstant(corrected);
}
