import fc from 'fast-check';
import { AppendTooLargeError, MAX_APPEND_BYTES, NO_STREAM, StoreRequestError, type NewEvent } from '../port.js';
import { appendBytes } from '../prepare.js';
import { anEvent, followUntil, readOn } from './samples.js';
import type { WithStore } from './test-log.js';

const stream = 'unit-LNBX1';

/** Half of a pair, which UTF-8 cannot hold: JSON.stringify writes it as an escape. (As a literal, the compiler of the tests replaces it.) */
const LONE = String.fromCharCode(0xd800);

/** Values that have been known to come back changed. */
const AWKWARD: readonly Record<string, unknown>[] = [
  {},
  { '': '' },
  { unicode: 'ß é 车 مصنع ไทย', astral: '🚗 𝕏', combining: 'e\u0301', bom: '\ufeff', separators: '\u2028\u2029' },
  { escapes: '"\\/\b\f\n\r\t\u0000\u001f\u007f', html: '</script>&amp;' },
  { lone: `${LONE} and ${LONE}`, key: { [LONE]: 1 } },
  { zero: 0, minus: -0, small: 5e-324, large: 1.7976931348623157e308, safe: 9007199254740991, e: 1e21, f: 0.1 + 0.2 },
  { none: null, nan: NaN, infinite: Infinity, missing: undefined, list: [undefined, null, [], {}] },
  { b: 1, a: 2, 10: 'ten', 9: 'nine', ['__proto__']: { polluted: true }, constructor: 'x', toJSON: 'text' },
  { date: new Date(0), nested: { a: { b: { c: [[[{}]]] } } } },
];

export function describeBytes(withStore: WithStore): void {
  describe('bytes', () => {
    it(
      'stores exactly what JSON.stringify writes, and reads it back the same by stream, page and subscription',
      withStore(async ({ store, origin }) => {
        const events = AWKWARD.map((value) => anEvent(value, { copy: value }));
        await store.append({ stream, expectedRevision: NO_STREAM, events });
        const expected = events.map((event) => written(event));
        const parts = async (): Promise<void> => {
          const followed = await followUntil(store, origin, (seen) => seen.events.length >= events.length);
          for (const read of [await store.readStream(stream), await readOn(store, origin), followed.events])
            expect(read.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }))).toEqual(expected);
        };
        await parts();
      }),
    );

    it(
      'stores any JSON so that parsing and writing it again gives the same bytes',
      withStore(async ({ store }) => {
        let count = 0;
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { minLength: 1, maxLength: 20 }),
            async (values) => {
              const events = values.map((value) => anEvent(value, { value }));
              const name = `any-${(count += 1)}`;
              await store.append({ stream: name, expectedRevision: NO_STREAM, events });
              const stored = await store.readStream(name);
              expect(stored.map((event) => event.data)).toEqual(events.map((event) => JSON.stringify(event.data)));
              for (const { data, metadata } of stored) {
                expect(JSON.stringify(JSON.parse(data))).toBe(data);
                expect(JSON.stringify(JSON.parse(metadata))).toBe(metadata);
              }
            },
          ),
          { numRuns: 40 },
        );
      }),
    );

    it(
      'keeps the text of stream names and event types',
      withStore(async ({ store, origin }) => {
        const names = ['a b', 'a/b?c=d#e%20', '车间-1', '🚗', 'unit-' + 'x'.repeat(300), 'UPPER', 'quote\'"`', '-$-'];
        for (const name of names)
          await store.append({
            stream: name,
            expectedRevision: NO_STREAM,
            events: [{ ...anEvent(), type: `Type ${name}` }],
          });
        const events = await readOn(store, origin);
        expect(events.map((event) => event.stream)).toEqual(names);
        expect(events.map((event) => event.type)).toEqual(names.map((name) => `Type ${name}`));
        for (const name of names) expect(await store.readStream(name)).toHaveLength(1);
        expect(await store.readStream('upper')).toEqual([]);
      }),
    );

    it.each([64, 900])('takes an event of %i KiB, and several of them at once', async (kibibytes) =>
      withStore(async ({ store, origin }) => {
        const text = 'é🚗x'.repeat((kibibytes * 1_024) / 7);
        const appends = [1, 2, 3, 4].map((number) => ({
          stream: `large-${number}`,
          expectedRevision: NO_STREAM,
          events: [anEvent({ text, number })],
        }));
        await store.appendMany(appends);
        const read = await readOn(store, origin);
        expect(read).toHaveLength(4);
        for (const event of read)
          expect(event.data === JSON.stringify({ text, number: Number(event.stream.at(-1)) })).toBe(true);
        const followed = await followUntil(store, origin, (seen) => seen.events.length >= 4);
        expect(followed.events.map((event) => event.data.length)).toEqual(read.map((event) => event.data.length));
      })(),
    );

    it(
      'takes an append of exactly 1 MiB and refuses one byte more, saying the size',
      withStore(async ({ store }) => {
        const ofSize = (bytes: number): readonly NewEvent[] => {
          const events = [anEvent({ n: '' }), anEvent({ n: '' })];
          const empty = events.reduce(
            (sum, { type, data, metadata }) =>
              sum + JSON.stringify(data).length + JSON.stringify(metadata).length + 2 * type.length,
            0,
          );
          return events.map((event, index) =>
            index === 0 ? { ...event, data: { n: 'x'.repeat(bytes - empty) } } : event,
          );
        };
        const refused = store.append({ stream, expectedRevision: NO_STREAM, events: ofSize(1_048_577) });
        await expect(refused).rejects.toThrow(AppendTooLargeError);
        await expect(refused).rejects.toThrow(StoreRequestError);
        await expect(refused).rejects.toThrow('1048577 bytes');
        await store.append({ stream, expectedRevision: NO_STREAM, events: ofSize(1_048_576) });
        expect(await store.readStream(stream)).toHaveLength(2);
      }),
    );

    it(
      'counts bytes before an append as it does when it takes one',
      withStore(async ({ store }) => {
        let count = 0;
        const value = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
        await fc.assert(
          fc.asyncProperty(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 5 }), async (values) => {
            const events = values.map(([data, metadata]) => anEvent(data, metadata));
            const fill = (bytes: number) => [...events, { ...anEvent(), data: { n: 'é'.repeat(bytes >> 1) } }];
            const room = MAX_APPEND_BYTES - fill(0).reduce((sum, event) => sum + appendBytes(event), 0);
            const append = { stream: `counted-${(count += 1)}`, expectedRevision: NO_STREAM, events: fill(room) };
            await expect(store.append({ ...append, events: fill(room + 2) })).rejects.toThrow(AppendTooLargeError);
            expect(await store.append(append)).toMatchObject({ outcome: 'appended' });
          }),
          { numRuns: 10 },
        );
      }),
    );

    it(
      'refuses a call with an append that is too large, and takes the others of it alone',
      withStore(async ({ store, origin }) => {
        const large = anEvent({ n: 'x'.repeat(MAX_APPEND_BYTES) });
        const appends = [[anEvent()], [large], [anEvent()]].map((events, number) => ({
          stream: `alone-${number}`,
          expectedRevision: NO_STREAM,
          events,
        }));
        await expect(store.appendMany(appends)).rejects.toThrow(AppendTooLargeError);
        expect(await readOn(store, origin)).toEqual([]);
        const alone = await Promise.allSettled(appends.map((append) => store.append(append)));
        expect(alone.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(await readOn(store, origin)).toHaveLength(2);
      }),
    );
  });
}

function written({ id, type, data, metadata }: NewEvent): Record<string, string> {
  return { id, type, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
}
