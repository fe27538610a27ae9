import type { Position, StoredEvent, SubscriptionMessage } from '@plant-ledger/event-store';

/** What a subscription had to hand over at one time. */
export interface Gathered {
  readonly events: readonly StoredEvent[];
  /** The log was followed up to here; undefined when no message said so. */
  readonly through: Position | undefined;
  /** Why the connection is lost, when it was when these were gathered. */
  readonly lost: string | undefined;
}

const NOTHING_YET = Symbol('nothing yet');
const nextTurn = () => new Promise<typeof NOTHING_YET>((resolve) => setImmediate(resolve, NOTHING_YET));

/** Gathers messages as long as there are more at once, until `enough` events are there. */
export async function* gather(
  messages: AsyncIterable<SubscriptionMessage>,
  enough: number,
): AsyncGenerator<Gathered, void> {
  const iterator = messages[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<SubscriptionMessage>> | undefined;
  try {
    for (;;) {
      const events: StoredEvent[] = [];
      let through: Position | undefined;
      let lost: string | undefined;
      let ended = false;
      next ??= iterator.next();
      for (let result = await next; ;) {
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
    // A subscription waits for its signal before it returns: the caller has aborted it, nobody waits for it here.
    next?.catch(() => undefined);
    void iterator.return?.().catch(() => undefined);
  }
}
