import type { Position, StoredEvent } from '@plant-ledger/event-store';
import fc from 'fast-check';
import { nextTurn } from './broadcast.js';
import type { LiveClient } from './live-client.js';

const event = (position: number, data = '{}'): StoredEvent => ({
  id: 'w',
  type: 'UnitProduced',
  stream: 'unit-1',
  revision: 0,
  position: BigInt(position),
  data,
  metadata: '{}',
});

const listener = (given: number, wishes: Partial<LiveClient> = {}) => {
  const written: string[] = [];
  const client: LiveClient = {
    events: true,
    data: false,
    after: BigInt(given),
    given: BigInt(given),
    isGone: false,
    write: (bytes) => void written.push(bytes.toString()),
    isRead: async () => true,
    end: () => undefined,
    drop: () => undefined,
    ...wishes,
  };
  return {
    client,
    reported: () => [...written.join('').matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
    written,
  };
};

const report = (
  listeners: readonly { client: LiveClient }[],
  events: readonly StoredEvent[],
  at: { cursor: number; through: number; next?: number; end?: boolean },
): Position => {
  const turn = nextTurn(
    { events, next: BigInt(at.next ?? at.through), end: at.end ?? true },
    {
      cursor: BigInt(at.cursor),
      through: BigInt(at.through),
      news: undefined,
      withData: listeners.some(({ client }) => client.data),
    },
  );
  for (const { client } of listeners) turn.report(client);
  return turn.to;
};

describe('telling everybody who is live', () => {
  it('goes no further than the read model has come', () => {
    const one = listener(0);
    expect(report([one], [event(1), event(2), event(3)], { cursor: 0, through: 2 })).toBe(2n);
    expect(one.reported()).toEqual([1, 2]);
  });

  it('passes over what was read of others, but not beyond the page', () => {
    expect(report([], [event(3)], { cursor: 0, through: 9, next: 5, end: false })).toBe(5n);
    expect(report([], [event(3)], { cursor: 0, through: 9, next: 3, end: true })).toBe(9n);
    expect(report([], [], { cursor: 0, through: 4, next: 7, end: false })).toBe(4n);
  });

  it('tells nobody again what he was told, and nobody of events who wants none', () => {
    const [old, ahead, beyond, silent] = [listener(0), listener(2), listener(9), listener(0, { events: false })];
    report([old, ahead, beyond, silent], [event(1), event(2), event(3)], { cursor: 0, through: 3 });
    expect([old.reported(), ahead.reported(), beyond.reported(), silent.reported()]).toEqual([[1, 2, 3], [3], [], []]);
    expect([old, ahead, beyond].map(({ client }) => client.given)).toEqual([3n, 3n, 9n]);
  });

  it('stops when a turn is full, though not before one event', () => {
    const large = `{"text":"${'x'.repeat(300_000)}"}`;
    const one = listener(0, { data: true });
    const events = [event(1, large), event(2, large), event(3, large)];
    const to = report([one], events, { cursor: 0, through: 3 });
    expect([to, one.reported()]).toEqual([1n, [1]]);
    expect(one.written.join('')).toContain(large);
  });

  it('tells everybody everything once, in order, however turns and positions fall', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 30 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 10 }),
        fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        (places, turns, starts, limit) => {
          const log = places.toSorted((a, b) => a - b).map((place) => event(place));
          const listeners = starts.map((start) => ({ start, ...listener(start) }));
          let cursor = 0n;
          for (const through of [...turns.toSorted((a, b) => a - b), ...Array.from({ length: 40 }, () => 60)]) {
            if (cursor >= BigInt(through)) continue;
            const rest = log.filter(({ position }) => position > cursor);
            const events = rest.slice(0, limit);
            const next = Number(events.at(-1)?.position ?? cursor);
            const end = rest.length <= limit;
            cursor = report(listeners, events, { cursor: Number(cursor), through, next, end });
          }
          for (const { start, reported } of listeners)
            expect(reported()).toEqual(log.map(({ position }) => Number(position)).filter((place) => place > start));
        },
      ),
      { numRuns: 200 },
    );
  });
});
