import type { Position, StoredEvent, SubscriptionMessage } from '@plant-ledger/event-store';
import pTimeout from 'p-timeout';

/** The messages that a subscription had ready at once. */
export interface Gathered {
  readonly events: readonly StoredEvent[];
  /** The log was followed up to here; undefined when no message reported it. */
  readonly through: Position | undefined;
  /** Why the connection was lost, if it was when these were gathered. */
  readonly lost: string | undefined;
}

const NOTHING_YET = Symbol('nothing yet');
const nextTurn = () => new Promise<typeof NOTHING_YET>((resolve) => setImmediate(resolve, NOTHING_YET));

/**
 * Gathers messages as long as more are ready, until `enough` events are there. Where none comes within `patience`
 * milliseconds, if given, yields nothing.
 */
export async function* gather(
  messages: AsyncIterable<SubscriptionMessage>,
  enough: number,
  patience: () => number | undefined,
): AsyncGenerator<Gathered, void> {
  const iterator = messages[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<SubscriptionMessage>> | undefined;
  let lost: string | undefined;
  try {
    for (;;) {
      const events: StoredEvent[] = [];
      let through: Position | undefined;
      let ended = false;
      next ??= iterator.next();
      const first = await within(patience(), next);
      if (first === NOTHING_YET) {
        yield { events, through, lost };
        continue;
      }
      for (let result = first; ;) {
        next = undefined;
        if (result.done) {
          ended = true;
          break;
        }
        const message = result.value;
        lost = message.kind === 'lost' ? message.reason : undefined;
        if (message.kind === 'events') {
          for (const event of message.events) events.push(event);
          through = message.through;
        }
        if (events.length >= enough) break;
        next = iterator.next();
        const more = await Promise.race([next, nextTurn()]);
        if (more === NOTHING_YET) break;
        result = more;
      }
      yield { events, through, lost };
      if (ended) return;
    }
  } finally {
    // A subscription waits for its signal before it returns: the caller has aborted it, so this need not be awaited.
    next?.catch(() => undefined);
    void iterator.return?.().catch(() => undefined);
  }
}

function within<T>(milliseconds: number | undefined, coming: Promise<T>): Promise<T | typeof NOTHING_YET> {
  if (milliseconds === undefined) return coming;
  return pTimeout(coming, { milliseconds: Math.max(1, milliseconds), fallback: () => NOTHING_YET });
}
