import { NO_STREAM, StoreUnavailableError } from '../port.js';
import { anEvent, readOn, someEvents, toNewStreams } from './samples.js';
import type { WithStore } from './test-log.js';

const stream = 'unit-LNBX1';

export function describeClosing(withStore: WithStore): void {
  describe('stopping and closing', () => {
    it(
      'ends a subscription when its signal aborts, at once when it already has',
      withStore(async ({ store, origin }) => {
        const stop = new AbortController();
        const followed = (async () => {
          for await (const message of store.subscribeAll({ after: origin, signal: stop.signal }))
            if (message.kind === 'caught-up') setTimeout(() => stop.abort(), 20);
          return 'ended';
        })();
        expect(await followed).toBe('ended');
        for await (const _ of store.subscribeAll({ after: origin, signal: AbortSignal.abort() }))
          throw new Error('nothing is handed over after the abort');
      }),
    );

    it(
      'lets a consumer break off in the middle and still serves the others',
      withStore(async ({ store, origin }) => {
        await store.appendMany(toNewStreams(50));
        for await (const message of store.subscribeAll({ after: origin, signal: new AbortController().signal }))
          if (message.kind === 'events') break;
        expect(await readOn(store, origin)).toHaveLength(50);
      }),
    );

    it(
      'ends a subscription when its consumer throws, and hands the error on',
      withStore(async ({ store, origin }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: [anEvent()] });
        const follow = async (): Promise<void> => {
          for await (const message of store.subscribeAll({ after: origin, signal: new AbortController().signal }))
            if (message.kind === 'events') throw new Error('the consumer cannot handle this');
        };
        await expect(follow()).rejects.toThrow('the consumer cannot handle this');
      }),
    );

    it(
      'ends every subscription when the store is closed, also one that lags behind',
      withStore(async ({ store, origin }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(500) });
        const follow = async (pause: number): Promise<string> => {
          for await (const _ of store.subscribeAll({ after: origin, signal: new AbortController().signal }))
            await new Promise((resolve) => setTimeout(resolve, pause));
          return 'ended';
        };
        const followers = [follow(0), follow(300)];
        await new Promise((resolve) => setTimeout(resolve, 100));
        await store.close();
        expect(await Promise.all(followers)).toEqual(['ended', 'ended']);
      }),
    );

    it(
      'closes once, keeps what was appended before, and refuses what comes after',
      withStore(async ({ store, origin, log }) => {
        const appends = store.appendMany(toNewStreams(300));
        const closing = store.close();
        expect((await appends).every((result) => result.outcome === 'appended')).toBe(true);
        await Promise.all([closing, store.close()]);
        const late = { stream, expectedRevision: NO_STREAM, events: [anEvent()] };
        await expect(store.append(late)).rejects.toThrow(StoreUnavailableError);
        await expect(store.readStream(stream)).rejects.toThrow(StoreUnavailableError);
        await expect(store.readAll({ after: origin, limit: 1 })).rejects.toThrow(StoreUnavailableError);
        await expect(store.head()).rejects.toThrow(StoreUnavailableError);
        expect(await readOn(await log.open(), origin)).toHaveLength(300);
      }),
    );

    it(
      'lets a reader finish or fail with one clear error when it is closed under it',
      withStore(async ({ store, origin }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(2_000) });
        const reads = [readOn(store, origin, 50), store.readStream(stream)];
        const settled = Promise.allSettled(reads);
        await store.close();
        for (const read of await settled)
          if (read.status === 'fulfilled') expect(read.value).toHaveLength(2_000);
          else expect(read.reason).toBeInstanceOf(StoreUnavailableError);
      }),
    );
  });
}
