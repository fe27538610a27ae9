import {
  isRefusedByLife,
  isUnknownThing,
  streamOf,
  type KeptContent,
  type QuarantineState,
} from '@plant-ledger/domain';
import type { Outcome } from '../outcome.js';
import { contentHashOf, eventIdOf, type Incoming } from '../incoming.js';
import type { Quarantine } from './quarantine.js';

/** The answers to events whose very content was answered under their id before, by index. */
export async function answeredBefore(
  incoming: readonly Incoming[],
  { index, quarantineStore, isRecorded, positionsIn }: Quarantine,
): Promise<Map<number, Outcome>> {
  const places = [...incoming.keys()].filter((place) => {
    const one = incoming[place];
    return one !== undefined && index.ids.has(eventIdOf(one));
  });
  const answers = new Map<number, Outcome>();
  if (places.length === 0) return answers;
  const states = await quarantineStore.load(places.flatMap((place) => incoming[place] ?? []).map(eventIdOf));
  for (const place of places) {
    const one = incoming[place];
    if (!one) continue;
    const state = states.get(eventIdOf(one));
    const answer = answerTo(one, state);
    if (!answer) continue;
    const kept = state?.contents.get(contentHashOf(one));
    if (one.kind === 'event' && kept && mayBeRecorded(kept) && (await isRecorded(one.event))) continue;
    answers.set(place, answer);
  }
  return withPositions(answers, positionsIn);
}

/**
 * The answer to a duplicate has the position of the first event, which its entry does not keep: positions differ in a
 * log that was moved.
 */
async function withPositions(
  answers: Map<number, Outcome>,
  positionsIn: Quarantine['positionsIn'],
): Promise<Map<number, Outcome>> {
  const wanted = new Map<string, Set<string>>();
  for (const outcome of answers.values())
    if (outcome.result === 'duplicate' && outcome.first !== undefined)
      wanted.set(outcome.stream, (wanted.get(outcome.stream) ?? new Set()).add(outcome.first));
  for (const [stream, firsts] of wanted) {
    const positions = await positionsIn(stream, firsts);
    for (const [place, outcome] of answers)
      if (outcome.result === 'duplicate' && outcome.stream === stream && outcome.first !== undefined)
        answers.set(place, { ...outcome, position: positions.get(outcome.first) });
  }
  return answers;
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
      return { ...base, result: 'rejected', stream, code, detail: discardedAs(kept), errors };
    case 'replaced':
      return { ...base, result: 'rejected', stream, code: 'conflicting-duplicate', detail: REPLACED };
    case 'resolved':
      // It is in its own stream, whose state decides.
      return undefined;
  }
}

/**
 * Versions that did not record what a refusal rests on accepted a refused event that was sent again, and left its entry
 * as it was.
 */
function mayBeRecorded({ status, code, decidedAt }: KeptContent): boolean {
  return status === 'rejected' && decidedAt === undefined && (isRefusedByLife(code) || isUnknownThing(code));
}

function isToldBefore({ status, code, result }: KeptContent): boolean {
  if (status === 'resolved') return result === 'duplicate';
  return code === 'duplicate-differs' && (status === 'rejected' || status === 'discarded');
}

const REPLACED =
  'It waited, and its source has sent other content under the same id since, which is kept in its place. ' +
  'Send it under a new id if it holds as well.';

/** Its former answer may promise that it is recorded by itself, which no longer holds. */
function discardedAs({ reason = '', detail }: KeptContent): string {
  return `An operator has discarded it ("${reason}"): only a retry takes that back. Before, it was answered: ${detail}`;
}
