import { START, type StoredEvent } from '@plant-ledger/event-store';
import fc from 'fast-check';
import { everythingInOrder, positionsInOrder, type LogOrder } from './log-order.js';

const event = (stream: string, revision: number, position: number): StoredEvent => ({
  id: 'i',
  type: 'T',
  stream,
  revision,
  position: BigInt(position),
  data: '{}',
  metadata: '{}',
});

/** A log of a few streams, numbered as a file numbers it; `streams` says which stream each event belongs to. */
function logOf(streams: readonly string[]): StoredEvent[] {
  const revisions = new Map<string, number>();
  return streams.map((stream, index) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return event(stream, revision, index + 1);
  });
}

function firstFault(order: LogOrder, log: readonly StoredEvent[], isOwn = true): number | undefined {
  for (const [index, each] of log.entries())
    try {
      order.check(each, log[index - 1]?.position ?? START, isOwn);
    } catch {
      return index;
    }
  return undefined;
}

const streams = fc.array(fc.constantFrom('unit-a', 'unit-b', 'line-c'), { minLength: 1, maxLength: 60 });

describe('the order of a log', () => {
  it('is right in every log, also when a batch is read again', () => {
    fc.assert(
      fc.property(streams, (names) => {
        const log = logOf(names);
        const order = everythingInOrder('sqlite', START);
        expect([firstFault(order, log), firstFault(order, log)]).toEqual([undefined, undefined]);
      }),
    );
  });

  it('misses every event that was taken out of a file, unless it was the last', () => {
    fc.assert(
      fc.property(streams, fc.nat(), (names, which) => {
        const log = logOf(names);
        const gone = which % log.length;
        const rest = log.toSpliced(gone, 1);
        const expected = gone === log.length - 1 ? undefined : gone;
        expect(firstFault(positionsInOrder('sqlite'), rest)).toBe(expected);
      }),
    );
  });

  it('misses one by its stream where positions were numbered anew, or have gaps anyway', () => {
    fc.assert(
      fc.property(
        streams,
        fc.nat(),
        fc.constantFrom('sqlite' as const, 'kurrentdb' as const),
        (names, which, engine) => {
          const log = logOf(names);
          const gone = which % log.length;
          const rest = log.toSpliced(gone, 1).map((each, index) => ({ ...each, position: BigInt(index + 1) }));
          const after = rest.findIndex(({ stream }, index) => index >= gone && stream === log[gone]?.stream);
          expect(firstFault(everythingInOrder(engine, START), rest)).toBe(after === -1 ? undefined : after);
        },
      ),
    );
  });

  it('of a server says nothing by its positions, nor of streams that are not the ledger’s', () => {
    const log = [event('unit-a', 0, 5_000), event('unit-b', 0, 9_000)];
    expect(firstFault(everythingInOrder('kurrentdb', START), log)).toBeUndefined();
    expect(firstFault(everythingInOrder('kurrentdb', START), [event('foreign', 7, 1)], false)).toBeUndefined();
  });

  it('goes on where an earlier look was cut off: a stream is known from its next event on', () => {
    const order = everythingInOrder('sqlite', 10n);
    order.check(event('unit-a', 3, 11), 10n, true);
    order.check(event('unit-a', 4, 12), 11n, true);
    expect(() => order.check(event('unit-a', 6, 13), 12n, true)).toThrow('missing before revision 6');
  });
});
