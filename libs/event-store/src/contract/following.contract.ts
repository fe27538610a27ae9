import { NO_STREAM, StoreRequestError, type StoredEvent, type SubscriptionMessage } from '../port.js';
import { anEvent, followUntil, isAscending, places, readOn, someEvents, toNewStreams } from './samples.js';
import type { WithStore } from './test-log.js';

const stream = 'unit-LNBX1';
const isCaughtUp = (message: SubscriptionMessage): boolean => message.kind === 'caught-up';

export function describeFollowing(withStore: WithStore): void {
  describe('following', () => {
    it(
      'hands over what is stored, then says caught-up, then goes on live',
      withStore(async ({ store, origin }) => {
        await store.appendMany(toNewStreams(30));
        let more = false;
        const { messages, events } = await followUntil(store, origin, (seen) => {
          if (!more && seen.messages.some(isCaughtUp)) {
            more = true;
            expect(seen.events).toHaveLength(30);
            void store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(2) });
          }
          return seen.events.length >= 32;
        });
        expect(events).toEqual(await readOn(store, origin));
        expect(messages.some((message) => message.kind === 'lost')).toBe(false);
      }),
    );

    it(
      'wakes when something comes after a time in which nothing came',
      withStore(async ({ store, origin }) => {
        const { events } = await followUntil(store, origin, (seen) => {
          if (seen.messages.length === 1)
            setTimeout(() => void store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(1) }), 200);
          return seen.events.length === 1;
        });
        expect(places(events)).toEqual([`${stream}@0`]);
      }),
    );

    it(
      'says caught-up on a log with nothing new in it',
      withStore(async ({ store, origin }) => {
        const { events } = await followUntil(store, origin, (seen) => seen.messages.some(isCaughtUp));
        expect(events).toEqual([]);
      }),
    );

    it(
      'never says caught-up before the consumer was given all that was in the log when it began',
      withStore(async ({ store, origin }) => {
        const batches = 6;
        for (let batch = 0; batch < batches; batch += 1)
          await store.append({ stream: `line-${batch}`, expectedRevision: NO_STREAM, events: someEvents(500) });
        const stop = new AbortController();
        let given = 0;
        for await (const message of store.subscribeAll({ after: origin, signal: stop.signal })) {
          if (message.kind === 'events') given += message.events.length;
          // A slow consumer: what the engine has buffered meanwhile must not overtake the events.
          await new Promise((resolve) => setTimeout(resolve, 20));
          if (message.kind === 'caught-up') break;
        }
        expect(given).toBe(batches * 500);
      }),
    );

    it(
      'begins exclusively after a position',
      withStore(async ({ store, origin }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(5) });
        const all = await readOn(store, origin);
        const after = all[2]?.position ?? origin;
        const { events } = await followUntil(store, after, (seen) => seen.messages.some(isCaughtUp));
        expect(events).toEqual(all.slice(3));
      }),
    );

    it(
      'refuses to begin where the log has not come to: that place is of another log, and what comes would be passed over',
      withStore(async ({ store }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(2) });
        const after = (await store.head()) + 1_000_000_000n;
        await expect(followUntil(store, after, () => true)).rejects.toThrow(StoreRequestError);
      }),
    );

    it(
      'passes from stored to live without gaps or repeats while many write',
      withStore(async ({ store, origin }) => {
        const rounds = 12;
        const write = async (name: string): Promise<void> => {
          for (let round = 0; round < rounds; round += 1) await store.appendMany(toNewStreams(25, `${name}-${round}`));
        };
        await write('before');
        const writing = Promise.all(['a', 'b', 'c'].map(write));
        const total = 4 * rounds * 25;
        const { events, messages } = await followUntil(store, origin, (seen) => seen.events.length >= total);
        await writing;
        expect(events).toEqual(await readOn(store, origin));
        expect(isAscending(events.map((event) => event.position))).toBe(true);
        for (const message of messages)
          if (message.kind === 'events')
            expect(message.through).toBeGreaterThanOrEqual(message.events.at(-1)?.position ?? 0n);
      }),
    );

    it(
      'feeds several followers, each at its own pace and from its own place',
      withStore(async ({ store, origin }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(10) });
        const fifth = (await readOn(store, origin))[4]?.position ?? origin;
        const followers = [
          followUntil(store, origin, (seen) => seen.events.length >= 20),
          followUntil(store, fifth, (seen) => seen.events.length >= 15),
        ];
        await store.append({ stream, expectedRevision: 9, events: someEvents(10) });
        const [whole, part] = await Promise.all(followers);
        expect(whole?.events).toHaveLength(20);
        expect(part?.events).toEqual(whole?.events.slice(5));
      }),
    );

    it(
      'goes on where a follower left that had stopped in the middle',
      withStore(async ({ store, origin, log }) => {
        await store.appendMany(toNewStreams(40));
        const first = await followUntil(store, origin, (seen) => seen.events.length >= 1);
        const last = first.events.at(-1);
        await store.close();
        const again = await log.open();
        await again.append({ stream, expectedRevision: NO_STREAM, events: [anEvent()] });
        const rest: StoredEvent[] = (
          await followUntil(again, last?.position ?? origin, (seen) => seen.events.at(-1)?.stream === stream)
        ).events;
        expect(places([...first.events, ...rest])).toEqual(places(await readOn(again, origin)));
      }),
    );
  });
}
