import { setImmediate } from 'node:timers/promises';
import { shared } from './shared.js';

describe('work that many wait for', () => {
  const begin = () => {
    const steps = { done: 0, dropped: 0 };
    const answer = shared(
      async (gone) => {
        for (; steps.done < 5; steps.done += 1) {
          await setImmediate();
          gone.throwIfAborted();
        }
        return 'done';
      },
      () => (steps.dropped += 1),
    );
    return { steps, answer };
  };

  it('is done once, whoever of them leaves', async () => {
    const { steps, answer } = begin();
    const leaving = new AbortController();
    const waiting = [answer(), answer(leaving.signal), answer()];
    leaving.abort();
    expect(await Promise.all(waiting)).toEqual(['done', 'done', 'done']);
    expect(steps).toEqual({ done: 5, dropped: 0 });
    expect(await answer()).toBe('done');
  });

  it('is given up, and dropped at once, when the last of them has left', async () => {
    const { steps, answer } = begin();
    const [one, other] = [new AbortController(), new AbortController()];
    const waiting = [answer(one.signal), answer(other.signal)];
    one.abort();
    expect(steps.dropped).toBe(0);
    other.abort();
    expect(steps.dropped).toBe(1);
    await expect(Promise.all(waiting)).rejects.toThrow(/abort/i);
    expect(steps.done).toBeLessThan(5);
  });

  it('is not begun for one who has left before', async () => {
    await expect(begin().answer(AbortSignal.abort())).rejects.toThrow(/abort/i);
  });

  it('that fails is dropped, so that it is tried anew', async () => {
    let dropped = 0;
    const answer = shared(
      () => Promise.reject(new Error('no')),
      () => (dropped += 1),
    );
    await expect(answer()).rejects.toThrow('no');
    expect(dropped).toBe(1);
  });
});
