import { StreamLocks } from './stream-locks.js';

const turn = () => new Promise(setImmediate);

describe('the locks on streams', () => {
  it('are given at once where nobody else holds one', () => {
    const locks = new StreamLocks();
    expect(locks.acquire(['a', 'b'])).toBeUndefined();
    expect(locks.acquire(['c'])).toBeUndefined();
  });

  it('are given first come, first served', async () => {
    const locks = new StreamLocks();
    const order: number[] = [];
    void locks.acquire(['unit']);
    const waiting = [1, 2, 3].map(async (number) => {
      await locks.acquire(['unit']);
      order.push(number);
      locks.release(['unit']);
    });
    await turn();
    expect(order).toEqual([]);
    locks.release(['unit']);
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
  });

  it('are all held before their caller goes on', async () => {
    const locks = new StreamLocks();
    void locks.acquire(['a']);
    void locks.acquire(['b']);
    let both = false;
    const waiting = Promise.resolve(locks.acquire(['a', 'b', 'c'])).then(() => (both = true));
    locks.release(['a']);
    await turn();
    expect(both).toBe(false);
    locks.release(['b']);
    await waiting;
    expect(both).toBe(true);
  });

  it('never let two callers wait for each other, whatever the order they name the streams in', async () => {
    const locks = new StreamLocks();
    const holding = new Map<string, number>();
    let most = 0;
    const work = Array.from({ length: 200 }, async (_, number) => {
      const streams = ['a', 'b', 'c', 'd'].filter((_, bit) => ((number % 15) + 1) & (1 << bit));
      if (number % 2 === 1) streams.reverse();
      await locks.acquire(streams);
      for (const stream of streams) {
        const holders = (holding.get(stream) ?? 0) + 1;
        holding.set(stream, holders);
        most = Math.max(most, holders);
      }
      await turn();
      for (const stream of streams) holding.set(stream, (holding.get(stream) ?? 0) - 1);
      locks.release(streams);
    });
    await Promise.all(work);
    expect(most).toBe(1);
  });
});
