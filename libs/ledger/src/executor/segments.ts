import { categoryOf, streamOf, type Category, type SourceEvent } from '@plant-ledger/domain';

/** An event with its place in the batch it came in. */
export interface Indexed {
  readonly index: number;
  readonly event: SourceEvent;
}

/** The events of one stream, in the order they were sent. */
export interface Group {
  readonly stream: string;
  readonly category: Category;
  readonly events: Indexed[];
}

/**
 * Cuts a batch where order between streams matters: a run of events of one kind is one segment, whose streams do not
 * look at each other; every segment is appended before the next is decided.
 */
export function segmentsOf(events: readonly Indexed[]): Group[][] {
  const segments: Group[][] = [];
  let category: Category | undefined;
  let groups = new Map<string, Group>();
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
