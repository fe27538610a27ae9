import { toldOtherwise, type EventQuarantined, type KeptEvent, type SourceEvent } from '@plant-ledger/domain';
import type { CommandExecutor } from './executor/command-executor.js';
import type { Outcome } from './outcome.js';
import {
  refused,
  refusedAgain,
  resolved,
  type QuarantineEntry,
  type QuarantineKeeper,
} from './quarantine/quarantine-keeper.js';

/** An event at the ledger's door: fit to be decided, or already refused for its form. */
export type Incoming =
  | { readonly kind: 'event'; readonly event: SourceEvent }
  | { readonly kind: 'unfit'; readonly refusal: EventQuarantined };

export type TakeInMode = 'first time' | 'retry' | 'dry run';

/**
 * The one door: decides and appends what is fit, and keeps in quarantine what is refused. Outcomes stand in the order given.
 * @throws StoreUnavailableError, ContendedStreamError: sending all again is safe.
 */
export async function takeIn(
  incoming: readonly Incoming[],
  executor: CommandExecutor,
  keeper: QuarantineKeeper,
  mode: TakeInMode = 'first time',
): Promise<Outcome[]> {
  const fit: SourceEvent[] = [];
  for (const one of incoming) if (one.kind === 'event') fit.push(one.event);
  const decided = await executor.execute(fit);
  const entries: QuarantineEntry[] = [];
  let next = 0;
  const outcomes = incoming.map((one): Outcome => {
    const outcome = one.kind === 'event' ? decided[next++] : refusalOf(one.refusal);
    if (!outcome) throw new Error('an event was given no outcome');
    if (mode === 'dry run') return withoutPlace(outcome);
    entries.push(...entriesFor(one, outcome, mode));
    return withQuarantine(outcome);
  });
  if (entries.length > 0) await keeper.write(entries);
  return outcomes;
}

function refusalOf({ eventId, code, detail, errors }: EventQuarantined): Outcome {
  return { result: 'rejected', eventId, code, detail, errors };
}

const NONE: readonly QuarantineEntry[] = [];

function entriesFor(one: Incoming, outcome: Outcome, mode: TakeInMode): readonly QuarantineEntry[] {
  const { eventId } = outcome;
  if (outcome.result === 'rejected') {
    const entry = one.kind === 'unfit' ? one.refusal : quarantined(one.event, outcome);
    return [
      mode === 'retry' ? refusedAgain({ eventId, code: entry.code, detail: entry.detail }, entry) : refused(entry),
    ];
  }
  if (mode === 'retry') return [resolved({ eventId, result: outcome.result })];
  if (outcome.result === 'duplicate' && outcome.differs && one.kind === 'event') {
    return [refused(quarantined(one.event, toldOtherwise({ eventId: outcome.first }, outcome.differs)))];
  }
  return NONE;
}

function quarantined(
  event: SourceEvent,
  { code, detail, errors }: Pick<EventQuarantined, 'code' | 'detail' | 'errors'>,
): EventQuarantined {
  return { eventId: event.eventId, code, detail, errors, contentHash: event.hash, event: keptEvent(event) };
}

/** The event as quarantine keeps it. */
export function keptEvent(event: SourceEvent): KeptEvent {
  const { type, source, id, data, actor, correlation, sequence } = event;
  return { type, source, id, time: new Date(event.occurredAt).toISOString(), data, actor, correlation, sequence };
}

function withQuarantine(outcome: Outcome): Outcome {
  if (outcome.result === 'rejected') return { ...outcome, quarantine: outcome.eventId };
  if (outcome.result === 'duplicate' && outcome.differs) return { ...outcome, quarantine: outcome.eventId };
  return outcome;
}

/** A dry run appends and keeps nothing, so there is no place to name. */
function withoutPlace(outcome: Outcome): Outcome {
  if (outcome.result === 'accepted') return { ...outcome, revision: undefined, position: undefined };
  return outcome.result === 'quarantined' ? { ...outcome, position: undefined, quarantine: undefined } : outcome;
}
