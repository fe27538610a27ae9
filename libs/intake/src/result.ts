import type { Counts, EventResult } from '@plant-ledger/contract';
import { formatPosition, type Outcome } from '@plant-ledger/ledger';
import type { NotAnEvent } from './cloud-event.js';

/** A result among others: its place, and in a stream its line, or in CSV its row. */
export type PlacedResult = EventResult & { readonly [place in 'index' | 'line' | 'row']?: number | undefined };

export function resultOf(outcome: Outcome): EventResult {
  const position =
    'position' in outcome && outcome.position !== undefined ? formatPosition(outcome.position) : undefined;
  if (outcome.result === 'quarantined') {
    const { waitsFor: _stream, ...told } = outcome;
    return { ...told, position };
  }
  const ahead = outcome.result === 'accepted' ? outcome.countsFrom : undefined;
  const countsFrom = ahead === undefined ? undefined : new Date(ahead).toISOString();
  return { ...outcome, position, countsFrom };
}

/** What is no event is not kept; the source still has it. */
export function resultOfNoEvent({ code, detail, errors }: NotAnEvent): EventResult {
  return { result: 'rejected', code, detail, errors };
}

export function noCounts(): Counts {
  return { accepted: 0, duplicates: 0, quarantined: 0, rejected: 0 };
}

export function count(counts: Counts, result: Outcome['result']): void {
  switch (result) {
    case 'accepted':
      counts.accepted += 1;
      break;
    case 'duplicate':
      counts.duplicates += 1;
      break;
    case 'quarantined':
      counts.quarantined += 1;
      break;
    case 'rejected':
      counts.rejected += 1;
      break;
  }
}
