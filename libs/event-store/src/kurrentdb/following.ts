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
/** Events the server looks through between two checkpoints: 32 times this. */
const CHECKPOINT_INTERVAL = 32;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;
/** What a server has been seen to send in place of a position. */
const MAXIMUM = 0x7fff_ffff_ffff_ffffn;

/** What travels through the one queue of a subscription. */
type Item = AllStreamResolvedEvent | 'caught-up' | { readonly checkpoint: Position };

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

  /** Never backwards, never the maximum, never beyond the head. */
  const isSound = async (checkpoint: Position): Promise<boolean> => {
    if (checkpoint <= after || checkpoint >= MAXIMUM) return false;
    if (head === undefined || checkpoint > head) head = await reading.head();
    return checkpoint <= head;
  };

  while (!signal.aborted) {
    let subscription: AllStreamSubscription | undefined;
    let reason = 'the server ended the subscription';
    try {
      head ??= await reading.head();
      if (start > head) throw new StoreRequestError(`The log has no position ${start} yet: its last is ${head}.`);
      subscription = subscribe(client, names, after);
      for await (const items of batches(subscription, signal)) {
        for (const part of partsOf(items)) {
          if (part === 'caught-up') yield { kind: 'caught-up' };
          else {
            const events = part.events
              .flatMap((resolved) => toStored(resolved, names) ?? [])
              .filter((event) => event.position > after);
            const last = events.at(-1);
            const through = await lastSound(part.checkpoints, isSound);
            if (!last && through === undefined) continue;
            after = [after, last?.position ?? START, through ?? START].reduce((most, one) => (one > most ? one : most));
            yield { kind: 'events', events, through: after };
          }
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
        checkpointReached: (_, { commit, prepare }) => {
          // A position is one number here; a checkpoint that is not one is left out, which only costs looking again.
          if (commit === prepare) enqueue(subscription, { checkpoint: commit });
        },
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

/** Whatever has arrived, at most so many at once; ends with the subscription, or when the signal aborts. */
async function* batches(subscription: AllStreamSubscription, signal: AbortSignal): AsyncGenerator<readonly Item[]> {
  const stop = (): void => release(subscription);
  signal.addEventListener('abort', stop);
  try {
    for await (const first of subscription as AsyncIterable<Item>) {
      const items = [first];
      while (items.length < BATCH_EVENTS) {
        const item = subscription.read() as Item | null;
        if (item === null) break;
        items.push(item);
      }
      yield items;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

interface Stretch {
  readonly events: AllStreamResolvedEvent[];
  readonly checkpoints: Position[];
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
    if ('checkpoint' in item) stretch.checkpoints.push(item.checkpoint);
    else stretch.events.push(item);
  }
  return parts;
}

async function lastSound(
  checkpoints: readonly Position[],
  isSound: (checkpoint: Position) => Promise<boolean>,
): Promise<Position | undefined> {
  for (const checkpoint of checkpoints.toReversed()) if (await isSound(checkpoint)) return checkpoint;
  return undefined;
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
