import { randomUUID } from 'node:crypto';
import { NO_STREAM, StoreRequestError, type NewEvent, type StreamAppend } from '../port.js';
import { anEvent, appended, isAscending, readOn, someEvents, toNewStreams } from './samples.js';
import type { WithStore } from './test-log.js';

const stream = 'unit-LNBX1';

export function describeAppending(withStore: WithStore): void {
  describe('appending', () => {
    it(
      'takes events at the exact revision and answers where they stand',
      withStore(async ({ store }) => {
        const first = await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(3) });
        const second = await store.append({ stream, expectedRevision: 2, events: someEvents(1) });
        expect(first).toMatchObject({ outcome: 'appended', revision: 2 });
        expect(second).toMatchObject({ outcome: 'appended', revision: 3 });
        const stored = await store.readStream(stream);
        expect([...appended(first).positions, ...appended(second).positions]).toEqual(stored.map((e) => e.position));
        expect(isAscending(stored.map((e) => e.position))).toBe(true);
      }),
    );

    it(
      'answers a wrong revision with the true one, whether behind, ahead or of a stream that is not there',
      withStore(async ({ store, origin }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(4) });
        for (const expectedRevision of [NO_STREAM, 0, 2, 4, 1_000_000])
          expect(await store.append({ stream, expectedRevision, events: [anEvent()] })).toEqual({
            outcome: 'wrong-expected-revision',
            actualRevision: 3,
          });
        for (const expectedRevision of [0, 7])
          expect(await store.append({ stream: 'unit-none', expectedRevision, events: [anEvent()] })).toEqual({
            outcome: 'wrong-expected-revision',
            actualRevision: NO_STREAM,
          });
        expect(await readOn(store, origin)).toHaveLength(4);
      }),
    );

    it(
      'takes the same events at the same revision again as a no-op that answers as the first time did',
      withStore(async ({ store, origin, log }) => {
        const one = { stream, expectedRevision: NO_STREAM, events: [anEvent()] };
        const three = { stream, expectedRevision: 0, events: someEvents(3) };
        const answers = [await store.append(one), await store.append(three)];
        await store.append({ stream, expectedRevision: 3, events: someEvents(2) });
        expect([await store.append(one), await store.append(three)]).toEqual(answers);
        expect(await store.appendMany([three, one])).toEqual([answers[1], answers[0]]);
        await store.close();
        const again = await log.open();
        expect([await again.append(one), await again.append(three)]).toEqual(answers);
        expect(await readOn(again, origin)).toHaveLength(6);
      }),
    );

    it(
      'answers a first part of what was appended like the whole, and refuses a part that goes on differently',
      withStore(async ({ store }) => {
        const events = someEvents(3);
        const all = appended(await store.append({ stream, expectedRevision: NO_STREAM, events }));
        const part = await store.append({ stream, expectedRevision: NO_STREAM, events: events.slice(0, 2) });
        expect(part).toEqual({ outcome: 'appended', revision: 1, positions: all.positions.slice(0, 2) });
        const refused = { outcome: 'wrong-expected-revision', actualRevision: 2 };
        for (const other of [
          [...events, anEvent()],
          [...events.slice(0, 2), anEvent()],
          events.slice(1),
          events.toReversed(),
        ])
          expect(await store.append({ stream, expectedRevision: NO_STREAM, events: other })).toEqual(refused);
      }),
    );

    it(
      'goes by the ids alone when it recognises a retry: other content under the same id is taken as the old one',
      withStore(async ({ store }) => {
        const event = anEvent({ colour: 'blue' });
        const first = await store.append({ stream, expectedRevision: NO_STREAM, events: [event] });
        const changed = { ...event, data: { colour: 'red' } };
        expect(await store.append({ stream, expectedRevision: NO_STREAM, events: [changed] })).toEqual(first);
        expect((await store.readStream(stream)).map((e) => e.data)).toEqual(['{"colour":"blue"}']);
      }),
    );

    it(
      'appends to many streams at once, and a conflict fails only its own append',
      withStore(async ({ store, origin }) => {
        await store.append({ stream: 'unit-1', expectedRevision: NO_STREAM, events: [anEvent()] });
        const appends = toNewStreams(1_500);
        const results = await store.appendMany(appends);
        expect(results).toHaveLength(1_500);
        expect(results[1]).toEqual({ outcome: 'wrong-expected-revision', actualRevision: 0 });
        const stored = new Map((await readOn(store, origin)).map((event) => [event.id, event]));
        expect(stored.size).toBe(1_500);
        for (const [index, { events, stream: name }] of appends.entries()) {
          if (index === 1) continue;
          const event = stored.get(events[0]?.id ?? '');
          expect(event).toMatchObject({ stream: name, revision: 0 });
          expect(results[index]).toEqual({ outcome: 'appended', revision: 0, positions: [event?.position] });
        }
      }),
    );

    it(
      'takes appends to the same stream within one call one after the other',
      withStore(async ({ store }) => {
        const appends: StreamAppend[] = [NO_STREAM, 0, 0, 1].map((expectedRevision) => ({
          stream,
          expectedRevision,
          events: [anEvent()],
        }));
        const results = await store.appendMany(appends);
        expect(results.map((result) => result.outcome)).toEqual([
          'appended',
          'appended',
          'wrong-expected-revision',
          'appended',
        ]);
        expect(await store.readStream(stream)).toHaveLength(3);
        expect(await store.appendMany([])).toEqual([]);
      }),
    );

    it(
      'stores all events of an append or none',
      withStore(async ({ store, origin }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: [anEvent()] });
        const events = someEvents(50);
        await store.append({ stream, expectedRevision: NO_STREAM, events });
        await store.append({ stream, expectedRevision: 1, events });
        expect(await readOn(store, origin)).toHaveLength(1);
      }),
    );

    it(
      'never loses an update of 16 writers at once on one stream',
      withStore(async ({ store }) => {
        const writers = 16;
        const each = 10;
        const ids: string[] = [];
        const write = async (): Promise<void> => {
          for (let written = 0, expectedRevision = NO_STREAM; written < each;) {
            const event = anEvent();
            const result = await store.append({ stream, expectedRevision, events: [event] });
            expectedRevision = result.outcome === 'appended' ? result.revision : result.actualRevision;
            if (result.outcome !== 'appended') continue;
            ids[result.revision] = event.id;
            written += 1;
          }
        };
        await Promise.all(Array.from({ length: writers }, write));
        expect(ids).toHaveLength(writers * each);
        expect((await store.readStream(stream)).map((event) => event.id)).toEqual(ids);
      }),
    );

    it(
      'refuses what can never be stored and appends nothing of that call',
      withStore(async ({ store, origin }) => {
        const good: StreamAppend = { stream: 'unit-good', expectedRevision: NO_STREAM, events: [anEvent()] };
        const event = (change: Record<string, unknown>): NewEvent => ({ ...anEvent(), ...change });
        const twice = anEvent();
        const wrong: readonly Partial<StreamAppend>[] = [
          { stream: '' },
          { stream: '$all' },
          { stream: `lone ${String.fromCharCode(0xd800)}` },
          { stream: 'nul \0' },
          { expectedRevision: -2 },
          { expectedRevision: 0.5 },
          { events: [] },
          { events: [twice, twice] },
          { events: [event({ id: 'not a uuid' })] },
          { events: [event({ id: randomUUID().toUpperCase() })] },
          { events: [event({ id: '00000000-0000-0000-0000-000000000000' })] },
          { events: [event({ type: '' })] },
          { events: [event({ type: '$metadata' })] },
          { events: [event({ data: 'text' })] },
          { events: [event({ data: { big: 1n } })] },
          { events: [event({ metadata: null })] },
        ];
        for (const part of wrong)
          await expect(store.appendMany([good, { ...good, stream, ...part }])).rejects.toThrow(StoreRequestError);
        expect(await readOn(store, origin)).toEqual([]);
      }),
    );
  });
}
