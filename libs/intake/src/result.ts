import type { Counts, EventResult } from '@plant-ledger/contract';
import { parseInstant, type SourceEvent } from '@plant-ledger/domain';
import { formatPosition, type Incoming, type Outcome } from '@plant-ledger/ledger';
import type { NotAnEvent } from './cloud-event.js';

/** A result among others: its place, and in a stream its line, or in CSV its row. */
export type PlacedResult = EventResult & { readonly [place in 'index' | 'line' | 'row']?: number | undefined };

export function resultOf(outcome: Outcome): EventResult {
  const position =
    'position' in outcome && outcome.position !== undefined ? formatPosition(outcome.position) : undefined;
  if (outcome.result === 'quarantined') {
    const { waitsFor: _stream, ...reported } = outcome;
    return { ...reported, position };
  }
  const ahead = outcome.result === 'accepted' ? outcome.countsFrom : undefined;
  const countsFrom = ahead === undefined ? undefined : new Date(ahead).toISOString();
  return { ...outcome, position, countsFrom };
}

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

/** What is no event is not kept; the source still has it. */
export function resultOfNoEvent({ code, detail, errors }: NotAnEvent): EventResult {
  return { result: 'rejected', code, detail, errors };
}

export function noCounts(): Counts {
  return { accepted: 0, duplicates: 0, quarantined: 0, rejected: 0 };
}

const COUNTED = {
  accepted: 'accepted',
  duplicate: 'duplicates',
  quarantined: 'quarantined',
  rejected: 'rejected',
} as const satisfies Readonly<Record<Outcome['result'], keyof Counts>>;

export function count(counts: Counts, result: Outcome['result']): void {
  counts[COUNTED[result]] += 1;
}
