import { toStored, type DecidedEvent } from '@plant-ledger/domain';
import { appendBytes, MAX_APPEND_BYTES } from '@plant-ledger/event-store';

/** The events of one append as it is being filled: as many as the store takes at once. */
export interface AppendPart {
  readonly events: readonly DecidedEvent[];
  /** Takes the event, unless the append is full. An empty one takes any: whether it is too large alone, the store says. */
  take(event: DecidedEvent): boolean;
}

export function appendPart(mostEvents = Infinity): AppendPart {
  const events: DecidedEvent[] = [];
  let bytes = 0;
  let measured = 0;
  return {
    events,
    take(event) {
      if (events.length >= mostEvents) return false;
      // Most appends are of one event, which need not be measured.
      for (; measured < events.length; measured += 1) bytes += bytesOf(events[measured]);
      if (events.length > 0 && bytes + bytesOf(event) > MAX_APPEND_BYTES) return false;
      events.push(event);
      return true;
    },
  };
}

/** When it is recorded does not change its length. */
function bytesOf(event: DecidedEvent | undefined): number {
  return event ? appendBytes(toStored(event, 0)) : 0;
}
