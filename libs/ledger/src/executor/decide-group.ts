import type { DecidedEvent, Decision, SourceEvent } from '@plant-ledger/domain';
import { AGGREGATES } from '../aggregate.js';
import type { MonthClosing } from '../month-closing.js';
import { ReferenceReader, RememberedReferences, type Looked } from './reference-reader.js';
import type { Group } from './segments.js';
import { assumedNew, type StreamState, type StreamStates } from './stream-states.js';

/** One event's decision within its group; `offset` counts the events that the group appends before its own. */
export interface Decided {
  readonly index: number;
  readonly event: SourceEvent;
  readonly decision: Decision;
  readonly offset: number;
}

export interface DecidedGroup {
  readonly group: Group;
  /** The stream before the group's events. */
  readonly base: StreamState;
  readonly decided: readonly Decided[];
  readonly append: readonly DecidedEvent[];
}

/** What has to be read before the group can be decided: what no one remembers, or what a refusal rests on. */
type Unread = 'missing' | 'unconfirmed';

/** What is the same for every decision of an executor. */
export interface Circumstances {
  readonly monthClosing: Pick<MonthClosing, 'now' | 'zonesInUse'> | undefined;
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
  read?: StreamState,
): Promise<DecidedGroup> {
  const references = new ReferenceReader(states, circumstances.monthClosing?.zonesInUse);
  let base = read ?? remembered(group, states) ?? (await states.read(group.category, group.stream));
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

function remembered({ stream, category, events }: Group, states: StreamStates): StreamState | undefined {
  const startsNew = category === 'unit' && events[0]?.event.type === 'UnitProduced';
  return states.recall(stream) ?? (startsNew ? assumedNew(category) : undefined);
}

function attempt(
  group: Group,
  base: StreamState,
  references: Looked,
  { monthClosing }: Circumstances,
): DecidedGroup | Unread {
  const { evolve, decide } = AGGREGATES[group.category];
  const decided: Decided[] = [];
  let append: readonly DecidedEvent[] = [];
  let state = base.state;
  let evolved = 0;
  for (const { index, event } of group.events) {
    for (; evolved < append.length; evolved += 1) {
      const earlier = append[evolved];
      if (earlier) state = evolve(state, { ...earlier, position: undefined });
    }
    const revision = base.revision + append.length;
    const zonesInUse = () => references.zonesInUse();
    const decision = decide(state, event, { references, revision, monthClosing, zonesInUse });
    if (references.incomplete) return 'missing';
    const confirmed = base.fresh && references.confirmed;
    if (!confirmed && !(decision.kind === 'accept' || isSameEvent(decision, event))) return 'unconfirmed';
    decided.push({ index, event, decision, offset: append.length });
    if (decision.kind === 'accept' || decision.kind === 'park')
      append = append.length === 0 ? decision.events : [...append, ...decision.events];
  }
  return { group, base, decided, append };
}

/** A duplicate by its own id stays one whatever else has happened. */
function isSameEvent(decision: Decision, event: SourceEvent): boolean {
  return decision.kind === 'duplicate' && decision.first.eventId === event.eventId;
}
