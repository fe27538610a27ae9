import { streamOf, type EventQuarantined, type Occasion, type Verdict } from '@plant-ledger/domain';
import { formatPosition } from '@plant-ledger/event-store';
import type { CommandExecutor } from './executor/command-executor.js';
import type { Incoming, TakeInMode } from './incoming.js';
import type { Outcome } from './outcome.js';
import { answeredBefore, contentHashOf, eventIdOf } from './quarantine/answered-before.js';
import type { Quarantine } from './quarantine/quarantine.js';
import type { QuarantineEntry } from './quarantine/quarantine-keeper.js';
import { verdictOn } from './quarantine/verdict.js';
import { waitForEarlier } from './quarantine/waiting-for-earlier.js';

/**
 * The one door: decides and appends what is fit, and keeps in quarantine what is refused or waits. What was answered before
 * is answered as then. Outcomes stand in the order given.
 * @throws StoreUnavailableError, ContendedStreamError: sending all again is safe.
 */
export async function takeIn(
  incoming: readonly Incoming[],
  executor: CommandExecutor,
  quarantine: Quarantine,
  mode: TakeInMode = 'first time',
): Promise<Outcome[]> {
  const anew = mode === 'retry' || mode === 'dry retry' || mode === 'healing';
  const isDry = mode === 'dry run' || mode === 'dry retry';
  if (!isDry && mode !== 'healing') await quarantine.bringForward(streamsOf(incoming));
  const answered = anew
    ? new Map<number, Outcome>()
    : await answeredBefore(incoming, quarantine.index, quarantine.keeper);
  const firsts = firstPlaces(incoming);
  const decidedAt = formatPosition(quarantine.index.through);
  const ids = new Set(incoming.map(eventIdOf));
  const isNew = (place: number) => !answered.has(place) && firsts[place] === place;

  const decided = (
    await executor.execute(
      incoming.flatMap((one, place) => (one.kind === 'event' && isNew(place) ? [one.event] : [])),
      { anew, isHeldUp: (stream, event) => quarantine.index.isHeldUp(stream, event, ids) },
    )
  ).values();
  const outcomes = new Map<number, Outcome>();
  for (const [place, one] of incoming.entries())
    if (isNew(place)) outcomes.set(place, one.kind === 'unfit' ? refusalOf(one.refusal) : next(decided));
  waitForEarlier(incoming, outcomes, quarantine.index);
  if (!isDry) await record(incoming, outcomes, executor, quarantine, mode, decidedAt);

  return incoming.map((_, place): Outcome => {
    const first = firsts[place] ?? place;
    const outcome = answered.get(place) ?? outcomes.get(first);
    if (!outcome) throw new Error('an event was given no outcome');
    const told = first === place || answered.has(place) ? outcome : repeated(outcome);
    return isDry ? withoutPlace(told) : withQuarantine(told);
  });
}

/** Keeps what is refused or waits; what came for it while it was being kept, takes it in at once. */
async function record(
  incoming: readonly Incoming[],
  outcomes: Map<number, Outcome>,
  executor: CommandExecutor,
  quarantine: Quarantine,
  mode: TakeInMode,
  decidedAt: string,
): Promise<void> {
  const entries: QuarantineEntry[] = [];
  for (const [place, outcome] of outcomes) {
    if (outcome.result === 'accepted') quarantine.appended(outcome.stream);
    const { eventId } = outcome;
    const one = incoming[place];
    const verdict = one && verdictOn(one, outcome, { mode, decidedAt, isKept: quarantine.index.has(eventId) });
    if (verdict) entries.push({ eventId, verdict, occasion: occasionOf(mode, verdict, quarantine) });
  }
  if (entries.length === 0) return;
  const there = await quarantine.record(entries);
  const places = [...outcomes.keys()].filter((place) => there.has(outcomes.get(place)?.eventId ?? ''));
  const ready = places.flatMap((place) => incoming[place] ?? []);
  if (ready.length === 0) return;
  const healed = await takeIn(ready, executor, quarantine, 'healing');
  places.forEach((place, index) => {
    const outcome = healed[index];
    if (outcome) outcomes.set(place, outcome);
  });
}

function occasionOf(mode: TakeInMode, verdict: Verdict, { index }: Quarantine): Occasion {
  if (mode === 'first time') return mode;
  const isOutdated =
    mode === 'healing' &&
    verdict.kind === 'kept' &&
    verdict.stream !== undefined &&
    index.isPending(verdict.entry.eventId, verdict.stream);
  return isOutdated ? 'outdated' : 'again';
}

function next(outcomes: Iterator<Outcome>): Outcome {
  const { value } = outcomes.next() as { readonly value?: Outcome };
  if (!value) throw new Error('an event was given no outcome');
  return value;
}

function streamsOf(incoming: readonly Incoming[]): string[] {
  return incoming.flatMap((one) => (one.kind === 'event' ? [streamOf(one.event.type, one.event.data)] : []));
}

/** For each, the place of the first that has the same id and content: it is decided once. */
function firstPlaces(incoming: readonly Incoming[]): number[] {
  const places = new Map<string, number>();
  return incoming.map((one, place) => {
    const key = `${eventIdOf(one)} ${contentHashOf(one)}`;
    const first = places.get(key) ?? place;
    places.set(key, first);
    return first;
  });
}

/** The answer to the same event once more in one batch. */
function repeated(outcome: Outcome): Outcome {
  if (outcome.result !== 'accepted') return { ...outcome, again: true };
  const { eventId, stream, position } = outcome;
  return { result: 'duplicate', eventId, stream, position, first: eventId };
}

function refusalOf({ eventId, code, detail, errors }: EventQuarantined): Outcome {
  return { result: 'rejected', eventId, code, detail, errors };
}

function withQuarantine(outcome: Outcome): Outcome {
  if (outcome.result === 'rejected' || outcome.result === 'quarantined')
    return { ...outcome, quarantine: outcome.eventId };
  if (outcome.result === 'duplicate' && outcome.differs) return { ...outcome, quarantine: outcome.eventId };
  return outcome;
}

/** A dry run appends and keeps nothing, so there is no place to name. */
function withoutPlace(outcome: Outcome): Outcome {
  if (outcome.result === 'accepted') return { ...outcome, revision: undefined, position: undefined };
  return outcome.result === 'quarantined' ? { ...outcome, position: undefined, quarantine: undefined } : outcome;
}
