import { isRefusedByLife, toldOtherwise, type EventQuarantined, type Verdict } from '@plant-ledger/domain';
import type { Outcome } from '../outcome.js';
import { keptEvent, type Incoming, type TakeInMode } from '../incoming.js';
import { contentHashOf } from './answered-before.js';

export interface Deciding {
  readonly mode: TakeInMode;
  /** How far the log was known, a decimal position. */
  readonly decidedAt: string;
  /** It is in quarantine. */
  readonly isKept: boolean;
}

/** What an outcome means for the event's quarantine; undefined where there is nothing to say. */
export function verdictOn(one: Incoming, outcome: Outcome, { mode, decidedAt, isKept }: Deciding): Verdict | undefined {
  const contentHash = contentHashOf(one);
  switch (outcome.result) {
    case 'rejected':
      if (outcome.again || (one.kind === 'unfit' && one.incomplete)) return undefined;
      // Other content of the same id was taken in while this one waited.
      if (mode === 'healing' && outcome.code === 'conflicting-duplicate')
        return { kind: 'settled', result: 'accepted', contentHash };
      return one.kind === 'unfit'
        ? { kind: 'kept', entry: one.refusal }
        : { kind: 'kept', entry: refusedEntry(one, outcome, decidedAt), stream: outcome.stream };
    case 'quarantined':
      if (outcome.waitsFor === undefined)
        return isKept ? { kind: 'settled', result: 'quarantined', contentHash } : undefined;
      return one.kind === 'event' ? { kind: 'kept', entry: entryOf(one, outcome), stream: outcome.stream } : undefined;
    case 'duplicate': {
      const { first, differs, again } = outcome;
      if (again) return undefined;
      if (differs && first !== undefined && one.kind === 'event')
        return { kind: 'kept', entry: differing(one, first, differs) };
      if (first === outcome.eventId) return { kind: 'settled', result: 'accepted', contentHash, ifKept: true };
      return isKept ? { kind: 'settled', result: 'duplicate', contentHash, first } : undefined;
    }
    case 'accepted':
      return isKept ? { kind: 'settled', result: 'accepted', contentHash } : undefined;
  }
}

type FitEvent = Extract<Incoming, { kind: 'event' }>;

function entryOf(
  { event }: FitEvent,
  {
    code,
    detail,
    errors,
    waitsFor,
  }: Pick<EventQuarantined, 'code' | 'detail' | 'errors'> & { readonly waitsFor?: string | undefined },
): EventQuarantined {
  const { eventId, hash: contentHash } = event;
  return { eventId, code, detail, errors, contentHash, event: keptEvent(event), waitsFor };
}

function refusedEntry(
  one: FitEvent,
  outcome: Extract<Outcome, { result: 'rejected' }>,
  decidedAt: string,
): EventQuarantined {
  const entry = entryOf(one, outcome);
  return isRefusedByLife(outcome.code) ? { ...entry, decidedAt } : entry;
}

function differing(one: FitEvent, first: string, differs: NonNullable<EventQuarantined['differs']>): EventQuarantined {
  return { ...entryOf(one, toldOtherwise({ eventId: first }, differs)), first, differs };
}
