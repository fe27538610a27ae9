import type { Position, StoredEvent } from '@plant-ledger/event-store';
import type { Fold } from '../../assembled/fold.js';
import { readEvent, type ReadEvent } from '../projection/read-event.js';
import { reasonOf } from '../status/failures.js';
import type { Stopped } from '../status/status.js';
import type { LogOrder } from './log-order.js';

/**
 * Parses the stored events from one index up to another, or to the first that cannot be parsed; a foreign one is
 * undefined. `through` is the position before the first of them all.
 */
export function readEvents(
  stored: readonly StoredEvent[],
  from: number,
  to: number,
  order: LogOrder,
  through: Position,
): { readonly read: readonly (ReadEvent | undefined)[]; readonly stopped: Stopped | undefined } {
  const read: (ReadEvent | undefined)[] = [];
  for (let index = from; index < to; index += 1) {
    const event = stored[index];
    if (!event) break;
    try {
      const own = readEvent(event);
      order.check(event, stored[index - 1]?.position ?? through, own !== undefined);
      read.push(own);
    } catch (error) {
      return { read, stopped: stoppedAt(event, error) };
    }
  }
  return { read, stopped: undefined };
}

export interface Folded {
  /** Events projected, from the first on. */
  readonly taken: number;
  readonly lastOwn: ReadEvent['event'] | undefined;
  readonly recordedAt: number | undefined;
  /** Why the event after them was not projected; the projections may be halfway through it. */
  readonly error: unknown;
}

export interface FoldLimits {
  readonly milliseconds: number;
  /** Transfers booked so far at which no further event is projected: one event may book thousands. */
  readonly transfers: number;
}

/** Projects events until one fails, the time is up, or as many transfers are booked as are written at once. */
export function foldEvents(
  fold: Fold,
  events: readonly (ReadEvent | undefined)[],
  { milliseconds, transfers }: FoldLimits,
): Folded {
  const until = performance.now() + milliseconds;
  let lastOwn: ReadEvent['event'] | undefined;
  let recordedAt: number | undefined;
  let taken = 0;
  for (const read of events) {
    // Checked after every event: its cost depends on the size of its vehicle's or line's history.
    if (taken > 0 && (fold.transfers() >= transfers || performance.now() > until)) break;
    if (read) {
      try {
        fold.apply(read);
      } catch (error) {
        return { taken, lastOwn, recordedAt, error };
      }
      lastOwn = read.event;
      if (recordedAt === undefined || lastOwn.recordedAt > recordedAt) recordedAt = lastOwn.recordedAt;
    }
    taken += 1;
  }
  return { taken, lastOwn, recordedAt, error: undefined };
}

export function stoppedAt({ type, stream, position, id }: StoredEvent, error: unknown): Stopped {
  return { type, stream, position, id, reason: reasonOf(error) };
}
