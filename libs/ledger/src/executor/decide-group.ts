import {
  HELD_UP,
  toStored,
  type DecidedEvent,
  type Decision,
  type IsHeldUp,
  type SourceEvent,
} from '@plant-ledger/domain';
import { appendBytes, MAX_APPEND_BYTES } from '@plant-ledger/event-store';
import type { Aggregate, Aggregates, DecisionContext } from '../aggregate.js';
import type { MonthClosing } from '../month-closing.js';
import { heldUpBy } from './held-up.js';
import { ReferenceReader, RememberedReferences, type DependingReferences } from './reference-reader.js';
import { isToWait, type Decided, type DecidedGroup, type Group } from './groups.js';
import { assumedNew, type StreamState, type StreamStates } from './stream-states.js';
import { timeSlice } from './time-slice.js';

/** What has to be read before the group can be decided: what is not cached, or what a refusal rests on. */
type Unread = 'missing' | 'unconfirmed';

export interface Circumstances extends Pick<DecisionContext, 'anew' | 'knownThrough'> {
  readonly aggregates: Aggregates;
  readonly monthClosing: Pick<MonthClosing, 'now' | 'zonesInUse'> | undefined;
  /** Whether an earlier event of the stream waits in quarantine, which this one must not overtake. */
  readonly isHeldUp: (stream: string, ...asked: Parameters<IsHeldUp>) => boolean;
}

/** The group's decisions where they can be made from cached states, without waiting; else undefined. */
export function decideNow(group: Group, states: StreamStates, circumstances: Circumstances): DecidedGroup | undefined {
  const base = remembered(group, states);
  const decided = base && attempt(group, base, new RememberedReferences(states), circumstances);
  return typeof decided === 'object' ? decided : undefined;
}

/** Decides a stream's events one after the other; what is refused on cached states is decided again on a fresh read. */
export async function decideGroup(
  group: Group,
  states: StreamStates,
  circumstances: Circumstances,
): Promise<DecidedGroup> {
  const references = new ReferenceReader(states, circumstances.aggregates, circumstances.monthClosing?.zonesInUse);
  let base = remembered(group, states) ?? (await states.read(group.aggregate, group.stream));
  for (;;) {
    const decided = attempt(group, base, references, circumstances);
    if (typeof decided === 'object') return decided;
    if (decided === 'missing') await references.read('missing');
    else {
      await references.read('all');
      if (!base.fresh) base = await states.read(group.aggregate, group.stream, base);
    }
  }
}

function remembered({ stream, aggregate, events, goingOn }: Group, states: StreamStates): StreamState | undefined {
  // After a conflict, no cached state of the stream is valid.
  if (goingOn?.base || goingOn?.conflicts) return goingOn.base;
  const first = events[0]?.event.type;
  const isBeginning = first !== undefined && first === aggregate.begins;
  return states.recall(stream) ?? (isBeginning ? assumedNew(aggregate) : undefined);
}

/** Decides as many of the group's events as fit into one append, and into one slice of time. */
function attempt(
  group: Group,
  base: StreamState,
  references: DependingReferences,
  circumstances: Circumstances,
): DecidedGroup | Unread {
  const { evolve, decide, owed } = group.aggregate;
  const { events, goingOn } = group;
  const part = appendPart(goingOn?.mostEvents);
  const decided: Decided[] = [];
  const isSliceOver = timeSlice();
  let state = base.state;
  let evolved = 0;
  const waiting = [...(goingOn?.waiting ?? [])];
  const isHeldUp = heldUpBy(waiting, (event, isRefused) => circumstances.isHeldUp(group.stream, event, isRefused));
  const zonesInUse = () => references.zonesInUse();
  const asItBegins: DecisionContext = { ...circumstances, references, zonesInUse, isHeldUp, revision: base.revision };
  const context = (): DecisionContext =>
    part.events.length === 0 ? asItBegins : { ...asItBegins, revision: base.revision + part.events.length };
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
    const answered = { index, event, decision, offset };
    decided.push(answered);
    if (isToWait(answered)) waiting.push(event);
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

function takeWhatFits(part: AppendPart, events: readonly DecidedEvent[]): number {
  const full = events.findIndex((event) => !part.take(event));
  return full < 0 ? events.length : full;
}

/**
 * Whether a decision is valid whatever others have written meanwhile: an append at the exact revision, or the very same
 * event.
 */
function holdsAnyway(decision: Decision, event: SourceEvent): boolean {
  if (decision.kind === 'accept') return decision.events.every(isTakenIn);
  return decision.kind === 'duplicate' && decision.first.eventId === event.eventId;
}

/** A parked fact that was refused rests on a refusal, like an event that was sent. */
function isTakenIn({ type }: DecidedEvent): boolean {
  return type !== 'UnitParkedFactSettled';
}

/** The events of one append as it is being filled: as many as the store accepts at once. */
interface AppendPart {
  readonly events: readonly DecidedEvent[];
  /**
   * Adds the event, unless the append is full. An empty one accepts any: whether it is too large alone, the store
   * decides.
   */
  take(event: DecidedEvent): boolean;
}

function appendPart(mostEvents = Infinity): AppendPart {
  const events: DecidedEvent[] = [];
  let bytes = 0;
  let measured = 0;
  return {
    events,
    take(event) {
      if (events.length >= mostEvents) return false;
      // Most appends have one event, which need not be measured.
      for (; measured < events.length; measured += 1) bytes += bytesOf(events[measured]);
      if (events.length > 0 && bytes + bytesOf(event) > MAX_APPEND_BYTES) return false;
      events.push(event);
      return true;
    },
  };
}

/** Its recording time does not change its length. */
function bytesOf(event: DecidedEvent | undefined): number {
  return event ? appendBytes(toStored(event, 0)) : 0;
}
