import { streamOf, type KeptContent, type QuarantineState } from '@plant-ledger/domain';
import type { Outcome } from '../outcome.js';
import type { Incoming } from '../incoming.js';
import type { QuarantineIndex } from './quarantine-index.js';
import type { QuarantineKeeper } from './quarantine-keeper.js';

/** The answers to those whose very content was answered under their id before, by their place among all. */
export async function answeredBefore(
  incoming: readonly Incoming[],
  index: QuarantineIndex,
  keeper: QuarantineKeeper,
): Promise<Map<number, Outcome>> {
  const places = [...incoming.keys()].filter((place) => {
    const one = incoming[place];
    return one !== undefined && index.has(eventIdOf(one));
  });
  const answers = new Map<number, Outcome>();
  if (places.length === 0) return answers;
  const states = await keeper.load(places.flatMap((place) => incoming[place] ?? []).map(eventIdOf));
  for (const place of places) {
    const one = incoming[place];
    const answer = one && answerTo(one, states.get(eventIdOf(one)));
    if (answer) answers.set(place, answer);
  }
  return answers;
}

export function eventIdOf(one: Incoming): string {
  return one.kind === 'event' ? one.event.eventId : one.refusal.eventId;
}

export function contentHashOf(one: Incoming): string {
  return one.kind === 'event' ? one.event.hash : one.refusal.contentHash;
}

function answerTo(one: Incoming, state: QuarantineState | undefined): Outcome | undefined {
  const kept = state?.contents.get(contentHashOf(one));
  if (!kept) return undefined;
  const eventId = eventIdOf(one);
  const stream = one.kind === 'event' ? streamOf(one.event.type, one.event.data) : undefined;
  const { code, detail, errors, first, differs } = kept;
  const base = { eventId, quarantine: eventId, again: true } as const;
  if (isToldBefore(kept) && stream !== undefined) return { ...base, result: 'duplicate', stream, first, differs };
  switch (kept.status) {
    case 'waiting':
      return stream === undefined ? undefined : { ...base, result: 'quarantined', stream, code, detail, errors };
    case 'rejected':
      return { ...base, result: 'rejected', stream, code, detail, errors };
    case 'discarded':
      return { ...base, result: 'rejected', stream, code, detail: `${detail} ${gaveUp(kept)}`, errors };
    case 'replaced':
      return { ...base, result: 'rejected', stream, code: 'conflicting-duplicate', detail: REPLACED };
    case 'resolved':
      // It is in its thing's stream, whose state says so.
      return undefined;
  }
}

function isToldBefore({ status, code, result }: KeptContent): boolean {
  if (status === 'resolved') return result === 'duplicate';
  return code === 'duplicate-differs' && (status === 'rejected' || status === 'discarded');
}

const REPLACED =
  'It waited, and its source has sent other content under the same id since, which is kept in its place. ' +
  'Send it under a new id if it holds as well.';

function gaveUp({ reason = '' }: KeptContent): string {
  return `An operator has discarded it: ${reason}`;
}
