import { categoryOf, streamOf, type Category, type SourceEvent } from '@plant-ledger/domain';
import type { StreamState } from './stream-states.js';

/** An event with its place in the batch it came in. */
export interface Indexed {
  readonly index: number;
  readonly event: SourceEvent;
}

/** The events of one stream, in the order they were sent. */
export interface Group {
  readonly stream: string;
  readonly category: Category;
  readonly events: readonly Indexed[];
  /** How it is decided on: none of these when it is first. */
  readonly goingOn?: GoingOn | undefined;
}

/** What is known of a group that was not done with at once. */
export interface GoingOn {
  /** Conflicts in a row: after one, the stream is read anew. */
  readonly conflicts: number;
  /** The stream after the part that was appended before. */
  readonly base?: StreamState | undefined;
  /** The event of the part before, after which the stream may still be owed something. */
  readonly cause?: SourceEvent | undefined;
  /** Events of the group's parts before that wait for something; some of what follows waits for them. */
  readonly waiting?: readonly SourceEvent[] | undefined;
  /** The most events that the store took of so large ones at once. */
  readonly mostEvents?: number | undefined;
}

/**
 * Cuts a batch where order between streams matters: a run of events of one kind is one segment, whose streams do not
 * look at each other; every segment is appended before the next is decided.
 */
export function segmentsOf(events: readonly Indexed[]): Group[][] {
  const segments: Group[][] = [];
  let category: Category | undefined;
  let groups = new Map<string, Group & { readonly events: Indexed[] }>();
  for (const indexed of events) {
    const { type, data } = indexed.event;
    const kind = categoryOf(type);
    if (kind !== category) {
      if (groups.size > 0) segments.push([...groups.values()]);
      groups = new Map();
      category = kind;
    }
    const stream = streamOf(type, data);
    const group = groups.get(stream);
    if (group) group.events.push(indexed);
    else groups.set(stream, { stream, category: kind, events: [indexed] });
  }
  if (groups.size > 0) segments.push([...groups.values()]);
  return segments;
}
