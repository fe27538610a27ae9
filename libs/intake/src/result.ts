import type { FieldError } from '@plant-ledger/domain';
import { formatPosition, type Outcome } from '@plant-ledger/ledger';
import type { NotAnEvent } from './cloud-event.js';

/** What a source is told of one event: the result shape of the HTTP interface, version 1. */
export interface EventResult {
  readonly index?: number | undefined;
  readonly line?: number | undefined;
  /** Of CSV, in place of the line. */
  readonly row?: number | undefined;
  readonly result: Outcome['result'];
  readonly eventId?: string | undefined;
  readonly stream?: string | undefined;
  readonly revision?: number | undefined;
  /** Decimal string; of a duplicate, the position of the first. */
  readonly position?: string | undefined;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  /** Of a duplicate: the event that told it first. */
  readonly first?: string | undefined;
  readonly differs?: Extract<Outcome, { result: 'duplicate' }>['differs'];
  readonly quarantine?: string | undefined;
  /** It was sent before, and is answered as then. */
  readonly again?: true | undefined;
  /** Of an event dated ahead: figures count it from then on; RFC 3339. */
  readonly countsFrom?: string | undefined;
}

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

/** Nothing is kept of what is no event; the source still has it. */
export function resultOfNoEvent({ code, detail, errors }: NotAnEvent): EventResult {
  return { result: 'rejected', code, detail, errors };
}

/** Counts by result, as batches and streams sum them up. */
export interface Counts {
  accepted: number;
  duplicates: number;
  quarantined: number;
  rejected: number;
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
