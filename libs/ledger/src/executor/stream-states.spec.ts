import type { EventStore } from '@plant-ledger/event-store';
import { StreamStates } from './stream-states.js';

describe('states of streams', () => {
  const known = (bytes: number) => ({ state: {}, revision: 0, bytes, fresh: true });

  it('are remembered as many as there is room for, and the last one however large it is', () => {
    const states = new StreamStates({} as EventStore, 2);
    for (const stream of ['a', 'b', 'c']) states.remember(stream, known(0));
    expect(['a', 'b', 'c'].filter((stream) => states.recall(stream))).toEqual(['b', 'c']);
    states.remember('large', known(1_000_000_000));
    expect(['b', 'c', 'large'].filter((stream) => states.recall(stream))).toEqual(['large']);
    states.forget('large');
    expect(states.recall('large')).toBeUndefined();
  });

  it('are not fresh once they are remembered', () => {
    const states = new StreamStates({} as EventStore, 2);
    states.remember('a', known(1));
    expect(states.recall('a')?.fresh).toBe(false);
  });
});
