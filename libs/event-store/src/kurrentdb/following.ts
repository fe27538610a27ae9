import {
  STREAM_NAME,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { START, StoreRequestError, type Position, type StoredEvent, type SubscriptionMessage } from '../port.js';
import { reasonOf } from '../reason.js';
import { failureOf, pauseFor } from './failure.js';
import type { Reading } from './reading.js';
import type { StreamNames } from './streams.js';

const BATCH_EVENTS = 1_000;
/** How long a batch is gathered while more keeps arriving, in milliseconds. */
const BATCH_TIME = 20;
/** Events the server looks through between two checkpoints: 32 times this. */
const CHECKPOINT_INTERVAL = 8;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;
/** What a server has been seen to send in place of a position. */
const MAXIMUM = 0x7fff_ffff_ffff_ffffn;

/** The log has been looked through up to here; without a prepare position of its own, up to before here. */
interface Checkpoint {
  readonly commit: Position;
  readonly prepare: Position;
}

/** What travels through the one queue of a subscription. */
type Item = AllStreamResolvedEvent | 'caught-up' | Checkpoint;

type Subscriber = Pick<KurrentDBClient, 'subscribeToAll'>;

interface Followed {
  readonly client: Subscriber;
  readonly reading: Reading;
  readonly names: StreamNames;
}

/**
 * Follows the log through subscriptions, one after the other: each begins after the last event handed over.
 * @throws StoreRequestError when it begins where this log has no event.
 */
export async function* follow(
  { client, reading, names }: Followed,
  start: Position,
  signal: AbortSignal,
): AsyncGenerator<SubscriptionMessage> {
  let after = start;
  let head: Position | undefined;
  let pause = FIRST_PAUSE;
  let isLost = false;

  /** How far a checkpoint leads, if it is sound: never backwards, never the maximum, never beyond the head. */
  const placeOf = async ({ commit, prepare }: Checkpoint): Promise<Position | undefined> => {
    if (commit <= after || commit >= MAXIMUM) return undefined;
    if (head === undefined || commit > head) head = await reading.head();
    if (commit > head) return undefined;
    return commit === prepare ? commit : reading.lastBefore(commit);
  };
  const farthest = async (checkpoints: readonly Checkpoint[]): Promise<Position | undefined> => {
    for (const checkpoint of checkpoints.toReversed()) {
      const place = await placeOf(checkpoint);
      if (place !== undefined) return place;
    }
    return undefined;
  };
  const handOver = (events: readonly StoredEvent[], place: Position | undefined): SubscriptionMessage | undefined => {
    const through = larger(events.at(-1)?.position ?? after, place ?? after);
    if (through === after) return undefined;
    after = through;
    return { kind: 'events', events, through };
  };

  while (!signal.aborted) {
    let subscription: AllStreamSubscription | undefined;
    let reason = 'the server ended the subscription';
    try {
      // Read before the subscription begins, so that once it has caught up this much has been looked through.
      head = await reading.head();
      const before: Position = head;
      if (after > before) throw new StoreRequestError(`The log has no position ${after} yet: its last is ${before}.`);
      subscription = subscribe(client, names, after);
      for await (const items of batches(subscription, signal)) {
        for (const part of partsOf(items)) {
          const isCaughtUp = part === 'caught-up';
          const message = isCaughtUp
            ? handOver([], before)
            : handOver(newEvents(part.events, names, after), await farthest(part.checkpoints));
          if (message) yield message;
          if (signal.aborted) return;
          if (isCaughtUp) yield { kind: 'caught-up' };
          if (signal.aborted) return;
          pause = FIRST_PAUSE;
          isLost = false;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      const failure = failureOf(error);
      if (failure instanceof StoreRequestError) throw failure;
      reason = reasonOf(failure);
    } finally {
      if (subscription) release(subscription);
    }
    if (signal.aborted) return;
    if (!isLost) yield { kind: 'lost', reason };
    isLost = true;
    await pauseFor(pause, signal);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
}

function subscribe(client: Subscriber, names: StreamNames, after: Position): AllStreamSubscription {
  const subscription = client.subscribeToAll(
    {
      fromPosition: after === START ? 'start' : { commit: after, prepare: after },
      requiresLeader: true,
      filter: {
        filterOn: STREAM_NAME,
        checkpointInterval: CHECKPOINT_INTERVAL,
        checkpointReached: (_, { commit, prepare }) => enqueue(subscription, { commit, prepare }),
        ...names.filter,
      },
    },
    { highWaterMark: BATCH_EVENTS },
  );
  // The client tells these ahead of the events it has still in its buffer: behind them is where they belong.
  subscription.on('caughtUp', () => enqueue(subscription, 'caught-up'));
  // An error that comes after the reading has stopped must not end the process.
  subscription.on('error', () => undefined);
  return subscription;
}

function enqueue(subscription: AllStreamSubscription, item: Item): void {
  if (!subscription.destroyed && !subscription.readableEnded) subscription.push(item);
}

function release(subscription: AllStreamSubscription): void {
  subscription.unsubscribe().catch(() => undefined);
  subscription.destroy();
}

/** What has arrived and keeps arriving, for a moment; ends with the subscription, or when the signal aborts. */
async function* batches(subscription: AllStreamSubscription, signal: AbortSignal): AsyncGenerator<readonly Item[]> {
  const stop = (): void => release(subscription);
  signal.addEventListener('abort', stop);
  try {
    for await (const first of subscription as AsyncIterable<Item>) {
      const items = [first];
      const end = performance.now() + BATCH_TIME;
      while (take(subscription, items) && items.length < BATCH_EVENTS && performance.now() < end)
        await new Promise(setImmediate);
      yield items;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Takes what is there; whether it was anything. */
function take(subscription: AllStreamSubscription, items: Item[]): boolean {
  const before = items.length;
  while (items.length < BATCH_EVENTS) {
    const item = subscription.read() as Item | null;
    if (item === null) break;
    items.push(item);
  }
  return items.length > before;
}

interface Stretch {
  readonly events: AllStreamResolvedEvent[];
  readonly checkpoints: Checkpoint[];
}

/** Splits items where the log was caught up with. */
function partsOf(items: readonly Item[]): readonly (Stretch | 'caught-up')[] {
  const parts: (Stretch | 'caught-up')[] = [];
  let stretch: Stretch | undefined;
  for (const item of items) {
    if (item === 'caught-up') {
      parts.push(item);
      stretch = undefined;
      continue;
    }
    if (!stretch) parts.push((stretch = { events: [], checkpoints: [] }));
    if ('commit' in item) stretch.checkpoints.push(item);
    else stretch.events.push(item);
  }
  return parts;
}

/** The ledger's own, each once. */
function newEvents(
  resolved: readonly AllStreamResolvedEvent[],
  names: StreamNames,
  after: Position,
): readonly StoredEvent[] {
  return resolved.flatMap((one) => toStored(one, names) ?? []).filter((event) => event.position > after);
}

function larger(one: Position, other: Position): Position {
  return one > other ? one : other;
}

/** The client hands over parsed JSON; writing it again gives the stored bytes for whatever the ledger wrote. */
function toStored({ event }: AllStreamResolvedEvent, names: StreamNames): StoredEvent | undefined {
  const stream = event && names.own(event.streamId);
  if (!event || stream === undefined || event.type.startsWith('$')) return undefined;
  const position = event.position?.commit;
  if (position === undefined)
    throw new StoreRequestError('The server hands over events without their positions: it is too old.');
  return {
    id: event.id,
    type: event.type,
    stream,
    revision: Number(event.revision),
    position,
    data: JSON.stringify(event.data),
    metadata: JSON.stringify(event.metadata ?? {}),
  };
}
