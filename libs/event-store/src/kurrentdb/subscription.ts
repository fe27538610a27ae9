import {
  STREAM_NAME,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { START, type Position } from '../port.js';
import type { StreamNames } from './streams.js';

/** The most events of one batch, and of those that wait for a slow consumer. */
const BATCH_EVENTS = 1_000;
/** How long a batch is collected while more keeps arriving, in milliseconds. */
const BATCH_TIME = 20;
/** The server reads 32 times this many events between two checkpoints. */
const CHECKPOINT_INTERVAL = 8;

/** The log has been read up to here; without a prepare position of its own, up to just before here. */
export interface Checkpoint {
  readonly commit: Position;
  readonly prepare: Position;
}

export type Item = AllStreamResolvedEvent | 'caught-up' | Checkpoint;

export type Subscriber = Pick<KurrentDBClient, 'subscribeToAll'>;

/**
 * Subscribes to the ledger's own streams after a position, or from the start. Events, checkpoints and caught-up arrive
 * in one order.
 */
export function subscribe(client: Subscriber, names: StreamNames, after: Position): AllStreamSubscription {
  const subscription = client.subscribeToAll(
    {
      fromPosition: after === START ? 'start' : { commit: after, prepare: after },
      requiresLeader: true,
      filter: {
        filterOn: STREAM_NAME,
        checkpointInterval: CHECKPOINT_INTERVAL,
        checkpointReached: (itself, { commit, prepare }) => enqueue(itself, { commit, prepare }),
        ...names.filter,
      },
    },
    { highWaterMark: BATCH_EVENTS },
  );
  // The client emits these before the events still in its buffer: they belong behind them.
  subscription.on('caughtUp', () => enqueue(subscription, 'caught-up'));
  // An error after the reading has stopped must not end the process.
  subscription.on('error', () => undefined);
  return subscription;
}

/** Puts an item behind everything that has arrived. */
export function enqueue(subscription: AllStreamSubscription, item: Item): void {
  if (!subscription.destroyed && !subscription.readableEnded) subscription.push(item);
}

/** Ends a subscription, here and on the server. */
export function release(subscription: AllStreamSubscription): void {
  subscription.unsubscribe().catch(() => undefined);
  subscription.destroy();
}

/**
 * Batches of what has arrived and keeps arriving for a moment; ends with the subscription, or when the signal aborts.
 */
export async function* batches(
  subscription: AllStreamSubscription,
  signal: AbortSignal,
): AsyncGenerator<readonly Item[]> {
  const stop = (): void => release(subscription);
  signal.addEventListener('abort', stop);
  try {
    for await (const first of subscription as AsyncIterable<Item>) {
      const items = [first];
      const end = performance.now() + BATCH_TIME;
      do await new Promise(setImmediate);
      while (take(subscription, items) && items.length < BATCH_EVENTS && performance.now() < end);
      yield items;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Takes what is there; returns whether there was anything. */
function take(subscription: AllStreamSubscription, items: Item[]): boolean {
  const before = items.length;
  while (items.length < BATCH_EVENTS) {
    const item = subscription.read() as Item | null;
    if (item === null) break;
    items.push(item);
  }
  return items.length > before;
}
