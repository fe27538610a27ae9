import { NO_STREAM, START, type Position, type StoredEvent } from '../port.js';
import { appended, isAscending, places, readOn, someEvents, toNewStreams } from './samples.js';
import type { WithStore } from './test-log.js';

const stream = 'unit-LNBX1';

export function describeReading(withStore: WithStore): void {
  describe('reading', () => {
    it(
      'reads a stream from a revision, as far as asked, and an unknown stream as empty',
      withStore(async ({ store }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(7) });
        const revisions = async (options?: { fromRevision?: number; limit?: number }): Promise<readonly number[]> =>
          (await store.readStream(stream, options)).map((event) => event.revision);
        expect(await revisions()).toEqual([0, 1, 2, 3, 4, 5, 6]);
        expect(await revisions({ fromRevision: 5 })).toEqual([5, 6]);
        expect(await revisions({ fromRevision: 2, limit: 3 })).toEqual([2, 3, 4]);
        expect(await revisions({ fromRevision: 6, limit: 1 })).toEqual([6]);
        expect(await revisions({ fromRevision: 7 })).toEqual([]);
        expect(await store.readStream('unit-unknown')).toEqual([]);
        expect(await store.readStream('unit-unknown', { fromRevision: 3 })).toEqual([]);
      }),
    );

    it(
      'reads a stream of more events than a page holds',
      withStore(async ({ store }) => {
        for (let revision = NO_STREAM; revision < 2_499; revision += 500)
          await store.append({ stream, expectedRevision: revision, events: someEvents(500) });
        const events = await store.readStream(stream);
        expect(events.map((event) => event.revision)).toEqual(Array.from({ length: 2_500 }, (_, index) => index));
        expect(await store.readStream(stream, { fromRevision: 100, limit: 1_700 })).toEqual(events.slice(100, 1_800));
      }),
    );

    it(
      'reads the whole log in one global order without gaps or repeats, whatever the size of the pages',
      withStore(async ({ store, origin }) => {
        await store.appendMany(toNewStreams(120, 'unit'));
        await store.append({ stream: 'plan', expectedRevision: NO_STREAM, events: someEvents(40) });
        const all = await readOn(store, origin);
        expect(all).toHaveLength(160);
        expect(isAscending(all.map((event) => event.position))).toBe(true);
        expect(new Set(all.map((event) => event.id)).size).toBe(160);
        for (const limit of [1, 7, 159, 160, 161, 10_000]) expect(await readOn(store, origin, limit)).toEqual(all);
      }),
    );

    it(
      'ends a page with the event that brings it to so many bytes, however large those are that come next',
      withStore(async ({ store, origin }) => {
        const large = { text: 'x'.repeat(100_000) };
        const events = someEvents(40).map((event, index) => (index % 20 < 15 ? event : { ...event, data: large }));
        for (const [index, event] of events.entries())
          await store.append({ stream, expectedRevision: index - 1, events: [event] });
        const wholeStream: StoredEvent[] = [];
        for (let page = await store.readStream(stream, { bytes: 1_000 }); page.length > 0;) {
          wholeStream.push(...page);
          page = await store.readStream(stream, { fromRevision: wholeStream.length, bytes: 250_000 });
          expect(page.length).toBeLessThan(20);
        }
        expect(wholeStream).toEqual(await store.readStream(stream));
        const bytesOf = ({ data, metadata }: StoredEvent) => Buffer.byteLength(data) + Buffer.byteLength(metadata);
        const all = await readOn(store, origin);
        for (const bytes of [1, 5_000, 250_000]) {
          const seen: StoredEvent[] = [];
          for (let [after, end] = [origin, false]; !end;) {
            const page = await store.readAll({ after, limit: 10_000, bytes });
            const before = page.events.slice(0, -1).reduce((sum, event) => sum + bytesOf(event), 0);
            expect(before).toBeLessThan(bytes);
            expect(page.events.length > 0 || page.end).toBe(true);
            seen.push(...page.events);
            [after, end] = [page.next, page.end];
          }
          expect(seen).toEqual(all);
        }
      }),
    );

    it(
      'begins exclusively after a position, and finds nothing beyond the end',
      withStore(async ({ store, origin }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(3) });
        const all = await readOn(store, origin);
        for (const [index, event] of all.entries()) {
          expect(await readOn(store, event.position)).toEqual(all.slice(index + 1));
        }
        const last = all.at(-1)?.position ?? START;
        const beyond = await store.readAll({ after: last + 1_000_000n, limit: 10 });
        expect(beyond).toEqual({ events: [], next: last + 1_000_000n, end: true });
      }),
    );

    it(
      'finds its events from the very start of the log',
      withStore(async ({ store }) => {
        await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(3) });
        expect(places(await readOn(store, START, 10_000))).toEqual([`${stream}@0`, `${stream}@1`, `${stream}@2`]);
      }),
    );

    it(
      'keeps the order for one who reads while others write',
      withStore(async ({ store, origin }) => {
        let writing = true;
        const write = async (name: string): Promise<void> => {
          for (let round = 0; round < 8; round += 1) await store.appendMany(toNewStreams(25, `${name}-${round}`));
        };
        const written = Promise.all(['a', 'b', 'c'].map(write)).finally(() => (writing = false));
        const seen: StoredEvent[] = [];
        for (let after: Position = origin, last = false; !last;) {
          last = !writing;
          const page = await store.readAll({ after, limit: 17 });
          seen.push(...page.events);
          after = page.next;
          last &&= page.end;
        }
        await written;
        expect(seen).toHaveLength(600);
        expect(seen).toEqual(await readOn(store, origin));
      }),
    );

    it(
      'knows the head of the log',
      withStore(async ({ store, origin }) => {
        expect(await readOn(store, origin)).toEqual([]);
        const { positions } = appended(
          await store.append({ stream, expectedRevision: NO_STREAM, events: someEvents(2) }),
        );
        const head = await store.head();
        expect(head).toBeGreaterThanOrEqual(positions[1] ?? 0n);
        expect(await readOn(store, head)).toEqual([]);
      }),
    );

    it(
      'finds everything in its place after it was closed and opened again',
      withStore(async ({ store, origin, log }) => {
        await store.appendMany(toNewStreams(20));
        const before = await readOn(store, origin);
        await store.close();
        const again = await log.open();
        expect(await readOn(again, origin)).toEqual(before);
        await again.append({ stream: 'unit-0', expectedRevision: 0, events: someEvents(1) });
        expect(places(await readOn(again, before.at(-1)?.position ?? START))).toEqual(['unit-0@1']);
      }),
    );
  });
}
