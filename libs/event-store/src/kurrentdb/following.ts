import type { AllStreamResolvedEvent, AllStreamSubscription } from '@kurrent/kurrentdb-client';
import pTimeout from 'p-timeout';
import { StoreRequestError, type Position, type StoredEvent, type SubscriptionMessage } from '../port.js';
import { reasonOf } from '../reason.js';
import { failureOf, pauseFor } from './failure.js';
import { passingOver } from './passing-over.js';
import type { Reading } from './reading.js';
import type { StreamNames } from './streams.js';
import { batches, enqueue, release, subscribe, type Checkpoint, type Item, type Subscriber } from './subscription.js';

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;
/** What a server has been seen to send in place of a position. */
const MAXIMUM = 0x7fff_ffff_ffff_ffffn;

interface Followed {
  readonly client: Subscriber;
  readonly reading: Reading;
  readonly names: StreamNames;
}

/**
 * Follows the log through subscriptions, one after the other: each begins after the last event delivered.
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

  /** The position of a checkpoint, if it is plausible: never backwards, never the maximum, never beyond the head. */
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

  // A function, since the compiler would assume that a property once checked does not change.
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    let subscription: AllStreamSubscription | undefined;
    let stopPassing: (() => void) | undefined;
    let reason = 'the server ended the subscription';
    try {
      // Read before the subscription begins: once that has caught up, the log has been read up to here.
      const before = await pTimeout(reading.head(), { milliseconds: Infinity, signal });
      head = before;
      if (after > before) throw new StoreRequestError(`The log has no position ${after} yet: its last is ${before}.`);
      const made = (subscription = subscribe(client, names, after));
      stopPassing = passingOver(
        reading,
        () => after,
        (place) => enqueue(made, { commit: place, prepare: place }),
      );
      for await (const items of batches(subscription, signal)) {
        for (const part of partsOf(items)) {
          const isCaughtUp = part === 'caught-up';
          const events = isCaughtUp ? [] : newEvents(part.events, names, after);
          // Events carry their own position; a checkpoint costs a read.
          const place = isCaughtUp ? before : events.length > 0 ? undefined : await farthest(part.checkpoints);
          const message = handOver(events, place);
          if (message) yield message;
          if (isOver()) return;
          if (isCaughtUp) yield { kind: 'caught-up' };
          if (isOver()) return;
          pause = FIRST_PAUSE;
          isLost = false;
        }
      }
    } catch (error) {
      if (isOver()) return;
      const failure = failureOf(error);
      if (failure instanceof StoreRequestError) throw failure;
      reason = reasonOf(failure);
    } finally {
      stopPassing?.();
      if (subscription) release(subscription);
    }
    if (isOver()) return;
    if (!isLost) yield { kind: 'lost', reason };
    isLost = true;
    await pauseFor(pause, signal);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
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

/** Only the ledger's own events, each once. */
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

/** The client delivers parsed JSON; serializing it again gives the stored bytes for whatever the ledger wrote. */
function toStored({ event }: AllStreamResolvedEvent, names: StreamNames): StoredEvent | undefined {
  const stream = event && names.own(event.streamId);
  if (!event || stream === undefined || event.type.startsWith('$')) return undefined;
  return {
    id: event.id,
    type: event.type,
    stream,
    revision: Number(event.revision),
    position: event.position.commit,
    data: JSON.stringify(event.data),
    metadata: JSON.stringify(event.metadata ?? {}),
  };
}
