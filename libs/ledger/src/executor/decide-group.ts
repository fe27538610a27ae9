import { HELD_UP, type DecidedEvent, type Decision, type IsHeldUp, type SourceEvent } from '@plant-ledger/domain';
import { AGGREGATES, type Aggregate, type DecisionContext } from '../aggregate.js';
import type { MonthClosing } from '../month-closing.js';
import { appendPart } from './append-part.js';
import { heldUpBy } from './held-up.js';
import { ReferenceReader, RememberedReferences, type Looked } from './reference-reader.js';
import type { Group, Indexed } from './segments.js';
import { assumedNew, type StreamState, type StreamStates } from './stream-states.js';
import { timeSlice } from './time-slice.js';

/** One event's decision within its group; `offset` counts the events that the group appends before its own. */
export interface Decided {
  readonly index: number;
  readonly event: SourceEvent;
  readonly decision: Decision;
  readonly offset: number;
}

/** A part of a group that is appended at once, decided. */
export interface DecidedGroup {
  readonly group: Group;
  /** The stream before the group's events. */
  readonly base: StreamState;
  readonly decided: readonly Decided[];
  readonly append: readonly DecidedEvent[];
  /** What is to be decided once this is appended. */
  readonly rest?: Rest | undefined;
}

export interface Rest {
  readonly events: readonly Indexed[];
  /** The event after which the stream may still be owed something. */
  readonly cause?: SourceEvent | undefined;
  /** Those of the part, and of the parts before, that wait for something. */
  readonly waiting: readonly SourceEvent[];
}

/** What has to be read before the group can be decided: what no one remembers, or what a refusal rests on. */
type Unread = 'missing' | 'unconfirmed';

/** What is the same for every decision of one execution. */
export interface Circumstances extends Pick<DecisionContext, 'anew'> {
  readonly monthClosing: Pick<MonthClosing, 'now' | 'zonesInUse'> | undefined;
  /** Whether an earlier event of the stream waits in quarantine, which this one must not overtake. */
  readonly isHeldUp: (stream: string, event: Parameters<IsHeldUp>[0]) => boolean;
}

/** The group's decisions where they can be made from what is remembered, without waiting; else undefined. */
export function decideNow(group: Group, states: StreamStates, circumstances: Circumstances): DecidedGroup | undefined {
  const base = remembered(group, states);
  const decided = base && attempt(group, base, new RememberedReferences(states), circumstances);
  return typeof decided === 'object' ? decided : undefined;
}

/** Decides a stream's events one after the other; what is refused on remembered states is decided again on a fresh read. */
export async function decideGroup(
  group: Group,
  states: StreamStates,
  circumstances: Circumstances,
): Promise<DecidedGroup> {
  const references = new ReferenceReader(states, circumstances.monthClosing?.zonesInUse);
  let base = remembered(group, states) ?? (await states.read(group.category, group.stream));
  for (;;) {
    const decided = attempt(group, base, references, circumstances);
    if (typeof decided === 'object') return decided;
    if (decided === 'missing') await references.read('missing');
    else {
      await references.read('all');
      if (!base.fresh) base = await states.read(group.category, group.stream, base);
    }
  }
}

function remembered({ stream, category, events, goingOn }: Group, states: StreamStates): StreamState | undefined {
  // Nothing remembered of a stream holds after a conflict.
  if (goingOn?.base || goingOn?.conflicts) return goingOn.base;
  const startsNew = category === 'unit' && events[0]?.event.type === 'UnitProduced';
  return states.recall(stream) ?? (startsNew ? assumedNew(category) : undefined);
}

/** Decides as many of the group's events as go into one append, and into one slice of time. */
function attempt(
  group: Group,
  base: StreamState,
  references: Looked,
  circumstances: Circumstances,
): DecidedGroup | Unread {
  const { evolve, decide, owed } = AGGREGATES[group.category];
  const { events, goingOn } = group;
  const part = appendPart(goingOn?.mostEvents);
  const decided: Decided[] = [];
  const isSliceOver = timeSlice();
  let state = base.state;
  let evolved = 0;
  const waiting = [...(goingOn?.waiting ?? [])];
  const isHeldUp = heldUpBy(waiting, (event) => circumstances.isHeldUp(group.stream, event));
  const zonesInUse = () => references.zonesInUse();
  const context = () => ({
    ...circumstances,
    references,
    zonesInUse,
    isHeldUp,
    revision: base.revision + part.events.length,
  });
  const unread = (holdsAnyway: boolean): Unread | undefined => {
    if (references.incomplete) return 'missing';
    return holdsAnyway || (base.fresh && references.confirmed) ? undefined : 'unconfirmed';
  };
  const upTo = (place: number, cause?: SourceEvent): DecidedGroup => {
    const rest = { events: events.slice(place), cause, waiting };
    return { group, base, decided, append: part.events, rest: cause || rest.events.length > 0 ? rest : undefined };
  };

  const cause = goingOn?.cause ?? events[0]?.event;
  const owing = cause && owed ? owed(state, cause, context()) : NOTHING;
  if (owing.length > 0) {
    takeWhatFits(part, owing);
    return unread(owing.every(isTakenIn)) ?? upTo(0, cause);
  }
  for (const [place, { index, event }] of events.entries()) {
    for (; evolved < part.events.length; evolved += 1) state = evolveNext(evolve, state, part.events[evolved]);
    const offset = part.events.length;
    const ruled = decide(state, event, context());
    const decision = ruled.kind === 'accept' && isHeldUp(event) ? heldUp(group.stream) : ruled;
    const why = unread(holdsAnyway(decision, event));
    if (why) return why;
    const wanted = 'events' in decision ? decision.events : NOTHING;
    if (takeWhatFits(part, wanted) === 0 && wanted.length > 0) return upTo(place);
    decided.push({ index, event, decision, offset });
    if (decision.kind === 'refuse' && decision.waitsFor !== undefined) waiting.push(event);
    if (wanted.length > 1) return upTo(place + 1, event);
    if (isSliceOver()) return upTo(place + 1);
  }
  return upTo(events.length);
}

function heldUp(stream: string): Decision {
  return { kind: 'refuse', code: 'out-of-order', detail: HELD_UP, waitsFor: stream };
}

function evolveNext(evolve: Aggregate['evolve'], state: unknown, event: DecidedEvent | undefined): unknown {
  return event ? evolve(state, { ...event, position: undefined }) : state;
}

const NOTHING: readonly DecidedEvent[] = [];

/** How many of the events were taken, from the first on. */
function takeWhatFits(part: { take(event: DecidedEvent): boolean }, events: readonly DecidedEvent[]): number {
  const full = events.findIndex((event) => !part.take(event));
  return full < 0 ? events.length : full;
}

/** Whether a decision holds whatever others have written meanwhile: an append at the exact revision, or the very same event. */
function holdsAnyway(decision: Decision, event: SourceEvent): boolean {
  if (decision.kind === 'accept') return decision.events.every(isTakenIn);
  return decision.kind === 'duplicate' && decision.first.eventId === event.eventId;
}

/** What waited and was refused rests on a refusal, as that of an event that was sent. */
function isTakenIn({ type }: DecidedEvent): boolean {
  return type !== 'UnitParkedFactSettled';
}
