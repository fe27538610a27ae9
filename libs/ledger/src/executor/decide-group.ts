import {
  HELD_UP,
  toStored,
  type DecidedEvent,
  type Decision,
  type IsHeldUp,
  type SourceEvent,
} from '@plant-ledger/domain';
import { appendBytes, MAX_APPEND_BYTES } from '@plant-ledger/event-store';
import type { Aggregates, DecisionContext } from '../aggregate.js';
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
  const decided = base && new Attempt(group, base, new RememberedReferences(states), circumstances).decide();
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
    const decided = new Attempt(group, base, references, circumstances).decide();
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

/** Decides a group's events one after the other, as many as fit into one append and into one slice of time. */
class Attempt {
  readonly #append: AppendPart;
  readonly #decided: Decided[] = [];
  readonly #waiting: SourceEvent[];
  readonly #asItBegins: DecisionContext;
  readonly #isSliceOver = timeSlice();
  #state: unknown;
  #evolved = 0;

  constructor(
    private readonly group: Group,
    private readonly base: StreamState,
    private readonly references: DependingReferences,
    circumstances: Circumstances,
  ) {
    const { stream, goingOn } = group;
    this.#append = new AppendPart(goingOn?.mostEvents);
    this.#waiting = [...(goingOn?.waiting ?? [])];
    this.#state = base.state;
    this.#asItBegins = {
      ...circumstances,
      references,
      zonesInUse: () => references.zonesInUse(),
      isHeldUp: heldUpBy(this.#waiting, (event, isRefused) => circumstances.isHeldUp(stream, event, isRefused)),
      revision: base.revision,
    };
  }

  decide(): DecidedGroup | Unread {
    const { events } = this.group;
    const owing = this.#takeWhatIsOwed();
    if (owing) return owing;
    for (const [place, { index, event }] of events.entries()) {
      const decision = this.#decisionOn(event);
      const unread = this.#unread(holdsAnyway(decision, event));
      if (unread) return unread;
      const offset = this.#append.events.length;
      const wanted = 'events' in decision ? decision.events : NOTHING;
      if (this.#append.takeWhatFits(wanted) === 0 && wanted.length > 0) return this.#upTo(place);
      const decided = { index, event, decision, offset };
      this.#decided.push(decided);
      if (isToWait(decided)) this.#waiting.push(event);
      // With it came what the stream was owed: there may be more of that.
      if (wanted.length > 1) return this.#upTo(place + 1, event);
      if (this.#isSliceOver()) return this.#upTo(place + 1);
    }
    return this.#upTo(events.length);
  }

  /** What the stream is owed comes first, alone; undefined where that is nothing. */
  #takeWhatIsOwed(): DecidedGroup | Unread | undefined {
    const { aggregate, events, goingOn } = this.group;
    const cause = goingOn?.cause ?? events[0]?.event;
    const owed = (cause && aggregate.owed?.(this.#state, cause, this.#asItBegins)) ?? NOTHING;
    if (owed.length === 0) return undefined;
    this.#append.takeWhatFits(owed);
    return this.#unread(owed.every(isRecorded)) ?? this.#upTo(0, cause);
  }

  /** On the stream's state after everything that is to be appended before it. */
  #decisionOn(event: SourceEvent): Decision {
    const { stream, aggregate } = this.group;
    const { events } = this.#append;
    for (let next = events[this.#evolved]; next; next = events[(this.#evolved += 1)])
      this.#state = aggregate.evolve(this.#state, { ...next, position: undefined });
    const context =
      events.length === 0 ? this.#asItBegins : { ...this.#asItBegins, revision: this.base.revision + events.length };
    const ruled = aggregate.decide(this.#state, event, context);
    return ruled.kind === 'accept' && this.#asItBegins.isHeldUp(event) ? heldUp(stream) : ruled;
  }

  #unread(holdsAnyway: boolean): Unread | undefined {
    if (this.references.incomplete) return 'missing';
    return holdsAnyway || (this.base.fresh && this.references.confirmed) ? undefined : 'unconfirmed';
  }

  /** What was decided so far; the events from `place` on are left for the next part, after what `cause` may still free. */
  #upTo(place: number, cause?: SourceEvent): DecidedGroup {
    const { group, base } = this;
    const rest = { events: group.events.slice(place), cause, waiting: this.#waiting };
    const isAll = !cause && rest.events.length === 0;
    return { group, base, decided: this.#decided, append: this.#append.events, rest: isAll ? undefined : rest };
  }
}

function heldUp(stream: string): Decision {
  return { kind: 'refuse', code: 'out-of-order', detail: HELD_UP, waitsFor: stream };
}

const NOTHING: readonly DecidedEvent[] = [];

/**
 * Whether a decision is valid whatever others have written meanwhile: an append at the exact revision, or the very same
 * event.
 */
function holdsAnyway(decision: Decision, event: SourceEvent): boolean {
  if (decision.kind === 'accept') return decision.events.every(isRecorded);
  return decision.kind === 'duplicate' && decision.first.eventId === event.eventId;
}

/** A parked fact that was refused rests on a refusal, like an event that was sent. */
function isRecorded({ type }: DecidedEvent): boolean {
  return type !== 'UnitParkedFactSettled';
}

/** The events of one append as it is being filled: as many as the store accepts at once. */
class AppendPart {
  readonly events: DecidedEvent[] = [];
  #bytes = 0;
  #measured = 0;

  constructor(private readonly mostEvents = Infinity) {}

  /** @returns how many of them were taken, up to the first that did not fit. */
  takeWhatFits(events: readonly DecidedEvent[]): number {
    const full = events.findIndex((event) => !this.#take(event));
    return full < 0 ? events.length : full;
  }

  /** An empty one accepts any: whether it is too large alone, the store decides. */
  #take(event: DecidedEvent): boolean {
    const { events } = this;
    if (events.length >= this.mostEvents) return false;
    // Most appends have one event, which need not be measured.
    for (let next = events[this.#measured]; next; next = events[(this.#measured += 1)]) this.#bytes += bytesOf(next);
    if (events.length > 0 && this.#bytes + bytesOf(event) > MAX_APPEND_BYTES) return false;
    events.push(event);
    return true;
  }
}

/** Its recording time does not change its length. */
function bytesOf(event: DecidedEvent): number {
  return appendBytes(toStored(event, 0));
}
