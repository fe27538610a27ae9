import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { anEvent, followUntil, isAscending, readOn } from '../contract/samples.js';
import { NO_STREAM, StoreUnavailableError, type AppendResult, type EventStore, type StreamAppend } from '../port.js';
import { closeAll, freshPrefix, openOnServer, server } from './testing/real-server.js';

// LEDGER_TEST_KURRENTDB_RESTART is a shell command that kills a server (kill -9), starts it again on the same data and ends
// when it answers. LEDGER_TEST_KURRENTDB_RESTARTED is that server's connection string: one of its own, since tests that run
// at the same time would not like it (default: LEDGER_TEST_KURRENTDB, to be used when this file runs alone).
const restart = process.env['LEDGER_TEST_KURRENTDB_RESTART'] ?? '';
const restarted = process.env['LEDGER_TEST_KURRENTDB_RESTARTED'] ?? server;
const isSet = restarted !== '' && restart !== '';
const why = isSet ? '' : ' (skipped: LEDGER_TEST_KURRENTDB_RESTART names no command that restarts a server)';

/** As a caller of the store does it: the same again while it is not known whether it happened. */
async function untilAnswered(store: EventStore, append: StreamAppend): Promise<AppendResult> {
  for (;;) {
    try {
      return await store.append(append);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
  }
}

describe(`a server that is killed and started again${why}`, () => {
  afterEach(closeAll);
  const onRestartable = isSet ? it : it.skip;

  onRestartable(
    'has every acknowledged event once; appends are retried and the subscription goes on by itself',
    async () => {
      const prefix = freshPrefix();
      const store = await openOnServer(prefix, restarted);
      const origin = await store.head();
      const acknowledged: string[] = [];
      let writing = true;
      const write = async (lane: number): Promise<void> => {
        for (let expectedRevision = NO_STREAM; writing; expectedRevision += 1) {
          const event = anEvent({ lane });
          const result = await untilAnswered(store, { stream: `unit-${lane}`, expectedRevision, events: [event] });
          expect(result).toMatchObject({ outcome: 'appended', revision: expectedRevision + 1 });
          acknowledged.push(event.id);
        }
      };
      const writers = Promise.all(Array.from({ length: 16 }, (_, lane) => write(lane)));
      const following = followUntil(store, origin, (seen) => !writing && seen.events.length >= acknowledged.length);
      for (let time = 0; time < 2; time += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        await promisify(exec)(restart);
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      writing = false;
      await writers;
      await store.append({ stream: 'last', expectedRevision: NO_STREAM, events: [anEvent()] });
      const { events, messages } = await following;
      const stored = await readOn(store, origin);
      const ids = stored.map((event) => event.id).filter((_, index) => stored[index]?.stream !== 'last');
      expect(ids.toSorted()).toEqual(acknowledged.toSorted());
      expect(acknowledged.length).toBeGreaterThan(100);
      expect(messages.some((message) => message.kind === 'lost')).toBe(true);
      expect(isAscending(events.map((event) => event.position))).toBe(true);
      expect(events).toEqual(stored.slice(0, events.length));
    },
    180_000,
  );
});
