import {
  categoryOf,
  streamOf,
  type Category,
  type DecidedEvent,
  type Decision,
  type SourceEvent,
} from '@plant-ledger/domain';
import type { Position } from '@plant-ledger/event-store';
import type { Aggregate } from '../aggregate.js';
import type { Outcome } from '../outcome.js';
import type { StreamState } from './stream-states.js';

/** An event with its index in its batch. */
export interface Indexed {
  readonly index: number;
  readonly event: SourceEvent;
}

export interface Group {
  readonly stream: string;
  readonly aggregate: Aggregate;
  readonly events: readonly Indexed[];
  /** What was decided of the group before; undefined at first. */
  readonly goingOn?: GoingOn | undefined;
}

/** The state of a group that was not finished at once. */
export interface GoingOn {
  /** Consecutive conflicts: after one, the stream is read again. */
  readonly conflicts: number;
  /** The stream after the part that was appended before. */
  readonly base?: StreamState | undefined;
  /** The event of the part before, after which the stream may still be owed something. */
  readonly cause?: SourceEvent | undefined;
  /** Earlier events of the batch that wait for something; some of what follows in the stream waits for them. */
  readonly waiting?: readonly SourceEvent[] | undefined;
  /** The most events of this size that the store accepted at once. */
  readonly mostEvents?: number | undefined;
}

/** One event's decision within its group; `offset` counts the events that the group appends before its own. */
export interface Decided {
  readonly index: number;
  readonly event: SourceEvent;
  readonly decision: Decision;
  readonly offset: number;
}

/** Whether the event is kept until something else has come. */
export function isToWait({ decision }: Decided): boolean {
  return decision.kind === 'refuse' && decision.waitsFor !== undefined;
}

/** A decided part of a group, to be appended at once. */
export interface DecidedGroup {
  readonly group: Group;
  readonly base: StreamState;
  readonly decided: readonly Decided[];
  readonly append: readonly DecidedEvent[];
  /** What is to be decided once this is appended. */
  readonly rest?: Rest | undefined;
}

interface Rest {
  readonly events: readonly Indexed[];
  /** The event after which the stream may still be owed something. */
  readonly cause?: SourceEvent | undefined;
  /** Those of the part, and of the parts before, that wait for something. */
  readonly waiting: readonly SourceEvent[];
}

/** Consecutive events of a batch that are of one kind. */
interface Segment {
  readonly category: Category;
  readonly events: readonly Indexed[];
}

/** Splits a batch where order between streams matters: every segment is appended before the next is decided. */
export function segmentsOf(events: readonly Indexed[]): Segment[] {
  const segments: Segment[] = [];
  let category: Category | undefined;
  let inSegment: Indexed[] = [];
  for (const indexed of events) {
    const next = categoryOf(indexed.event.type);
    if (next === category) inSegment.push(indexed);
    else segments.push({ category: (category = next), events: (inSegment = [indexed]) });
  }
  return segments;
}

/**
 * A segment's events by stream: streams of one kind do not depend on each other. `waiting`: of earlier segments, by
 * stream.
 */
export function groupsOf(
  aggregate: Aggregate,
  events: readonly Indexed[],
  waiting?: ReadonlyMap<string, readonly SourceEvent[]>,
): Group[] {
  const groups = new Map<string, Group & { readonly events: Indexed[] }>();
  for (const indexed of events) {
    const stream = streamOf(indexed.event.type, indexed.event.data);
    const group = groups.get(stream);
    if (group) group.events.push(indexed);
    else groups.set(stream, { stream, aggregate, events: [indexed], goingOn: goingOnAfter(waiting?.get(stream)) });
  }
  return [...groups.values()];
}

function goingOnAfter(waiting: readonly SourceEvent[] = []): GoingOn | undefined {
  return waiting.length > 0 ? { conflicts: 0, waiting } : undefined;
}

/** What waits of a group's stream once the group has its outcomes. */
export function waitingAfter({ events, goingOn }: Group, outcomes: readonly Outcome[]): SourceEvent[] {
  const now = events.filter(({ index }) => isWaiting(outcomes[index]));
  return [...(goingOn?.waiting ?? []), ...now.map(({ event }) => event)];
}

function isWaiting(outcome: Outcome | undefined): boolean {
  return outcome?.result === 'quarantined' && outcome.waitsFor !== undefined;
}

/** Sets the outcome of each of a group's events at its index; `positions` are those of the group's appended events. */
export function outcomesOf(group: DecidedGroup, positions: readonly Position[], outcomes: Outcome[]): void {
  for (const decided of group.decided) outcomes[decided.index] = outcomeOf(decided, group, positions);
}

function outcomeOf(
  { event, decision, offset }: Decided,
  { group, base, append }: DecidedGroup,
  positions: readonly Position[],
): Outcome {
  const { eventId } = event;
  const { stream } = group;
  switch (decision.kind) {
    case 'accept':
      return {
        result: 'accepted',
        eventId,
        stream,
        revision: base.revision + 1 + offset,
        position: positions[offset],
        detail: decision.note,
      };
    case 'duplicate': {
      const { first, differs } = decision;
      // The first may be in this very batch, decided before it had a position.
      const position = first.position ?? positions[append.findIndex((appended) => appended.eventId === first.eventId)];
      return { result: 'duplicate', eventId, stream, position, first: first.eventId, differs };
    }
    case 'park':
      return {
        result: 'quarantined',
        eventId,
        stream,
        // The same fact waits already: nothing was appended, so there is no position.
        position: decision.events.length > 0 ? positions[offset] : undefined,
        code: 'out-of-order',
        detail: decision.detail,
        quarantine: eventId,
      };
    case 'settled': {
      const { result, code, detail, first, differs } = decision;
      if (result === 'duplicate') {
        const quarantine = code === 'duplicate-differs' ? eventId : undefined;
        const { eventId: firstId, position } = first ?? {};
        return { result, eventId, stream, position, first: firstId, differs, detail, quarantine, again: true };
      }
      // It waits for an earlier one, and is decided after it.
      const kept = code === 'out-of-order' ? 'quarantined' : 'rejected';
      return { result: kept, eventId, stream, code, detail, again: true };
    }
    case 'refuse': {
      const { code, detail, pointer, waitsFor } = decision;
      const errors = pointer === undefined ? undefined : [{ pointer, message: detail }];
      if (waitsFor !== undefined) return { result: 'quarantined', eventId, stream, code, detail, errors, waitsFor };
      return { result: 'rejected', eventId, stream, code, detail, errors };
    }
  }
}
