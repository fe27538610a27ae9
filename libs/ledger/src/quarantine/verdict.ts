import {
  isRefusedByLife,
  reportedDifferently,
  type EventQuarantined,
  type Occasion,
  type Verdict,
} from '@plant-ledger/domain';
import type { Outcome } from '../outcome.js';
import { contentHashOf, keptEvent, type Incoming, type RecordingMode } from '../incoming.js';
import type { QuarantineIndex } from './quarantine-index.js';

export interface Deciding {
  readonly mode: RecordingMode;
  /** How far the log was known, a decimal position. */
  readonly decidedAt: string;
  readonly isKept: boolean;
}

/** The verdict that an outcome means for the event's quarantine; undefined where there is none. */
export function verdictOn(one: Incoming, outcome: Outcome, { mode, decidedAt, isKept }: Deciding): Verdict | undefined {
  const contentHash = contentHashOf(one);
  switch (outcome.result) {
    case 'rejected':
      // Nothing is kept for who may not say it.
      if (outcome.code === 'not-allowed') return undefined;
      if (outcome.again || (one.kind === 'invalid' && one.incomplete)) return undefined;
      // Other content of the same id was recorded while this one waited.
      if (mode === 'healing' && outcome.code === 'conflicting-duplicate')
        return { kind: 'settled', result: 'accepted', contentHash };
      return one.kind === 'invalid'
        ? { kind: 'kept', entry: one.refusal }
        : {
            kind: 'kept',
            entry: entryOf(one, outcome, isRefusedByLife(outcome.code) ? { decidedAt } : undefined),
            stream: outcome.stream,
          };
    case 'quarantined':
      if (outcome.again) return undefined;
      if (outcome.waitsFor === undefined)
        return isKept ? { kind: 'settled', result: 'quarantined', contentHash } : undefined;
      return one.kind === 'event' ? { kind: 'kept', entry: entryOf(one, outcome), stream: outcome.stream } : undefined;
    case 'duplicate': {
      const { first, differs, again } = outcome;
      if (again) return undefined;
      if (differs && first !== undefined && one.kind === 'event')
        return {
          kind: 'kept',
          entry: entryOf(one, reportedDifferently({ eventId: first }, differs), { first, differs }),
        };
      if (first === outcome.eventId) return { kind: 'settled', result: 'accepted', contentHash, ifKept: true };
      return isKept ? { kind: 'settled', result: 'duplicate', contentHash, first } : undefined;
    }
    case 'accepted':
      return isKept ? { kind: 'settled', result: 'accepted', contentHash } : undefined;
  }
}

export function occasionOf(mode: RecordingMode, verdict: Verdict, index: QuarantineIndex): Occasion {
  if (mode === 'first time') return mode;
  const isOutdated =
    mode === 'healing' &&
    verdict.kind === 'kept' &&
    verdict.stream !== undefined &&
    index.isPending(verdict.entry.eventId, verdict.stream);
  return isOutdated ? 'outdated' : 'again';
}

type ValidEvent = Extract<Incoming, { kind: 'event' }>;
type Reason = Pick<EventQuarantined, 'code' | 'detail' | 'errors' | 'waitsFor'>;
type RestsOn = Pick<EventQuarantined, 'decidedAt' | 'first' | 'differs'>;

function entryOf(
  { event }: ValidEvent,
  { code, detail, errors, waitsFor }: Reason,
  restsOn?: RestsOn,
): EventQuarantined {
  const { eventId, hash: contentHash } = event;
  return { eventId, code, detail, errors, contentHash, event: keptEvent(event), waitsFor, ...restsOn };
}

/** Whether an earlier event of the stream waits that occurred at `since` or later. */
type IsBlocked = (stream: string, occurredAt: number, since?: number) => boolean;

/** What was refused only because an earlier event of the same unit or line still waits, waits for that one. */
export function waitForEarlier(
  incoming: readonly Incoming[],
  outcomes: Map<number, Outcome>,
  index: QuarantineIndex,
): void {
  const inThisBatch = new Map<string, number[]>();
  const isBlocked: IsBlocked = (stream, occurredAt, since = -Infinity) =>
    index.waiting.isBlocked(stream, occurredAt, since) ||
    (inThisBatch.get(stream)?.some((earlier) => earlier <= occurredAt && earlier >= since) ?? false);

  for (const [place, outcome] of outcomes) {
    const one = incoming[place];
    if (one?.kind !== 'event' || outcome.result === 'accepted') continue;
    const { occurredAt } = one.event;
    if (outcome.result === 'quarantined' && outcome.waitsFor !== undefined) {
      const times = inThisBatch.get(outcome.stream);
      if (times) times.push(occurredAt);
      else inThisBatch.set(outcome.stream, [occurredAt]);
    }
    const waiting = asWaiting(outcome, occurredAt, isBlocked);
    if (waiting) outcomes.set(place, waiting);
  }
}

const WAITS = 'An earlier event of the same thing still waits: this one waits for it, and is decided after it.';

function asWaiting(outcome: Outcome, occurredAt: number, isBlocked: IsBlocked): Outcome | undefined {
  const { eventId } = outcome;
  if (outcome.result === 'rejected' && !outcome.again) {
    const { stream, code, detail, errors } = outcome;
    if (stream === undefined || !isRefusedByLife(code) || !isBlocked(stream, occurredAt)) return undefined;
    return { result: 'quarantined', eventId, stream, code, detail: `${detail} ${WAITS}`, errors, waitsFor: stream };
  }
  if (outcome.result !== 'duplicate' || outcome.again || !outcome.differs?.occurredAt) return undefined;
  const { stream, first, differs } = outcome;
  if (!isBlocked(stream, occurredAt, Date.parse(String(differs.occurredAt?.first)))) return undefined;
  const detail = `It may tell the same as event ${first}, or of another one after it. ${WAITS}`;
  return { result: 'quarantined', eventId, stream, code: 'duplicate-differs', detail, waitsFor: stream };
}
