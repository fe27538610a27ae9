import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { isAscending, places, readOn, someEvents, toNewStreams } from '../contract/samples.js';
import { NO_STREAM, type EventStore, type Position, type StoredEvent, type SubscriptionMessage } from '../port.js';
import { renewedBridge } from './bridge.js';
import { makeClient } from './client.js';
import { readConnectionString } from './connection-string.js';
import { follow } from './following.js';
import { reading } from './reading.js';
import { streamNames } from './streams.js';
import { closeAll, describeOnServer, freshPrefix, openOnServer, server } from './testing/real-server.js';

type Subscribe = KurrentDBClient['subscribeToAll'];

const stream = 'unit-1';
let prefix: string;
let store: EventStore;
let client: KurrentDBClient;
let connectionString: string;
let origin: Position;

/** The engine's own following, on the real client, with a hand on each subscription it makes. */
function followWith(
  grasp: (...made: [subscription: ReturnType<Subscribe>, options: Parameters<Subscribe>[0]]) => void,
  signal: AbortSignal,
): AsyncGenerator<SubscriptionMessage> {
  const names = streamNames(prefix);
  const subscribeToAll: Subscribe = (options, more) => {
    const subscription = client.subscribeToAll(options, more);
    grasp(subscription, options);
    return subscription;
  };
  return follow(
    {
      client: { subscribeToAll },
      reading: reading(renewedBridge(connectionString), names, () => Promise.resolve(false)),
      names,
    },
    origin,
    signal,
  );
}

describeOnServer('following a real server', () => {
  beforeEach(async () => {
    prefix = freshPrefix();
    store = await openOnServer(prefix);
    ({ connectionString } = readConnectionString(server));
    client = makeClient(connectionString);
    origin = await store.head();
  });
  afterEach(async () => {
    await client.dispose();
    await closeAll();
  });

  it('a subscription that ends without an error is a drop: it resubscribes after the last event handed over', async () => {
    await store.appendMany(toNewStreams(300));
    const stop = new AbortController();
    const events: StoredEvent[] = [];
    let subscriptions = 0;
    let lost = 0;
    const following = followWith((subscription) => {
      subscriptions += 1;
      if (subscriptions < 4) subscription.once('caughtUp', () => subscription.push(null));
    }, stop.signal);
    for await (const message of following) {
      if (message.kind === 'lost') {
        lost += 1;
        await store.append({ stream: `later-${lost}`, expectedRevision: NO_STREAM, events: someEvents(2) });
      }
      if (message.kind === 'events') events.push(...message.events);
      if (events.length >= 306) stop.abort();
    }
    expect({ subscriptions, lost }).toEqual({ subscriptions: 4, lost: 3 });
    expect(events).toEqual(await readOn(store, origin));
  });

  it('a checkpoint backwards, beyond the head or of the maximum value is not followed', async () => {
    await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(2) });
    const stop = new AbortController();
    const events: StoredEvent[] = [];
    const throughs: Position[] = [];
    const following = followWith((subscription, options) => {
      const mislead = (): void => {
        for (const position of [0n, 1n, 2n ** 62n, 2n ** 63n - 1n, 2n ** 64n - 1n])
          void options?.filter?.checkpointReached?.(subscription, { commit: position, prepare: position });
      };
      // Once all events so far are handed over: where there are events, checkpoints are not looked at.
      subscription.once('caughtUp', () => setTimeout(mislead, 100));
    }, stop.signal);
    for await (const message of following) {
      if (message.kind === 'caught-up')
        setTimeout(() => void store.append({ stream, expectedRevision: 1, events: someEvents(2) }), 500);
      if (message.kind !== 'events') continue;
      events.push(...message.events);
      throughs.push(message.through);
      if (events.length >= 4) stop.abort();
    }
    expect(events).toHaveLength(4);
    expect(isAscending(throughs)).toBe(true);
    expect(throughs.at(-1)).toBe(events.at(-1)?.position);
  });

  it('a checkpoint with a commit position only stands before the event there, which is still handed over', async () => {
    const events = someEvents(3);
    await store.append({ stream, expectedRevision: NO_STREAM, events });
    const [first] = await readOn(store, origin);
    const stop = new AbortController();
    const given: StoredEvent[] = [];
    const following = followWith((subscription, options) => {
      void options?.filter?.checkpointReached?.(subscription, { commit: first?.position ?? 0n, prepare: 0n });
    }, stop.signal);
    for await (const message of following) {
      if (message.kind === 'events') given.push(...message.events);
      if (message.kind === 'caught-up') stop.abort();
    }
    expect(given.map((event) => event.id)).toEqual(events.map((event) => event.id));
  });

  it('a checkpoint comes behind the events before it, however slow the consumer is, and past foreign ones', async () => {
    const others = await openOnServer(freshPrefix());
    for (let round = 0; round < 4; round += 1) {
      await store.append({ stream: `ours-${round}`, expectedRevision: NO_STREAM, events: someEvents(300) });
      for (let more = 0; more < 8; more += 1)
        await others.append({
          stream: `theirs-${round}-${more}`,
          expectedRevision: NO_STREAM,
          events: someEvents(400),
        });
    }
    const ours = await readOn(store, origin);
    const last = ours.at(-1)?.position ?? origin;
    const stop = new AbortController();
    const given: StoredEvent[] = [];
    let passed = 0;
    for await (const message of store.subscribeAll({ after: origin, signal: stop.signal })) {
      if (message.kind !== 'events') continue;
      given.push(...message.events);
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(given).toHaveLength(ours.filter((event) => event.position <= message.through).length);
      if (message.events.at(-1)?.position !== message.through) passed += 1;
      if (message.through > last) stop.abort();
    }
    expect(passed).toBeGreaterThan(0);
    expect(places(given)).toEqual(places(ours));
  });

  it('goes on exactly from any position it has handed over, a checkpoint among foreign events too', async () => {
    const others = await openOnServer(freshPrefix());
    for (let round = 0; round < 3; round += 1) {
      await store.append({ stream: `ours-${round}`, expectedRevision: NO_STREAM, events: someEvents(3) });
      for (let more = 0; more < 6; more += 1)
        await others.append({
          stream: `theirs-${round}-${more}`,
          expectedRevision: NO_STREAM,
          events: someEvents(400),
        });
    }
    const ours = await readOn(store, origin);
    const throughs = new Set<Position>(ours.map((event) => event.position));
    const stop = new AbortController();
    for await (const message of store.subscribeAll({ after: origin, signal: stop.signal })) {
      if (message.kind === 'events') throughs.add(message.through);
      if (message.kind === 'caught-up') stop.abort();
    }
    expect(throughs.size).toBeGreaterThan(ours.length);
    for (const after of throughs) {
      const rest = ours.filter((event) => event.position > after);
      expect(await readOn(store, after)).toEqual(rest);
      const again: StoredEvent[] = [];
      const stopAgain = new AbortController();
      for await (const message of store.subscribeAll({ after, signal: stopAgain.signal })) {
        if (message.kind === 'events') again.push(...message.events);
        if (message.kind === 'caught-up') stopAgain.abort();
      }
      expect(again).toEqual(rest);
    }
  });

  it('leaves what a slow consumer has not asked for on the server', async () => {
    for (let round = 0; round < 20; round += 1)
      await store.append({ stream: `line-${round}`, expectedRevision: NO_STREAM, events: someEvents(500) });
    const stop = new AbortController();
    let made: ReturnType<Subscribe> | undefined;
    const following = followWith((subscription) => (made = subscription), stop.signal);
    await following.next();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(made?.readableLength).toBeGreaterThan(0);
    expect(made?.readableLength).toBeLessThanOrEqual(1_010);
    stop.abort();
    expect((await following.next()).done).toBe(true);
  });
});
