import { isRefusedByLife } from '@plant-ledger/domain';
import type { Outcome } from '../outcome.js';
import type { Incoming } from '../incoming.js';
import type { QuarantineIndex } from './quarantine-index.js';

/** Whether an earlier event of the stream waits, that did not happen before `since`. */
type IsBlocked = (stream: string, occurredAt: number, since?: number) => boolean;

/** What was refused only because an earlier event of the same unit or line still waits, waits for that one. */
export function waitForEarlier(
  incoming: readonly Incoming[],
  outcomes: Map<number, Outcome>,
  index: QuarantineIndex,
): void {
  const inThisBatch = new Map<string, number[]>();
  const isBlocked: IsBlocked = (stream, occurredAt, since = -Infinity) =>
    index.isBlocked(stream, occurredAt, since) ||
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
  if (outcome.result !== 'duplicate' || !outcome.differs?.occurredAt) return undefined;
  const { stream, first, differs } = outcome;
  if (!isBlocked(stream, occurredAt, Date.parse(String(differs.occurredAt?.first)))) return undefined;
  const detail = `It may tell the same as event ${first}, or of another one after it. ${WAITS}`;
  return { result: 'quarantined', eventId, stream, code: 'duplicate-differs', detail, waitsFor: stream };
}
