import { setTimeout as delay } from 'node:timers/promises';
import { createRush } from './rush.js';

const waited = async (giveWay: Promise<void>): Promise<number> => {
  const began = performance.now();
  await giveWay;
  return performance.now() - began;
};
const never = new AbortController().signal;

describe('while events pour in', () => {
  it('the projector waits until they have stopped', async () => {
    const rush = createRush();
    rush.came(1_000);
    const milliseconds = await waited(rush.giveWay(never));
    expect(milliseconds).toBeGreaterThanOrEqual(95);
    expect(milliseconds).toBeLessThan(290);
  });

  it('one by one, it is the same', async () => {
    const rush = createRush();
    for (let event = 0; event < 500; event += 1) rush.came(1);
    expect(await waited(rush.giveWay(never))).toBeGreaterThanOrEqual(95);
  });

  it('and do not stop, the projector has its turn all the same', async () => {
    const rush = createRush();
    let pouring = true;
    const pour = async () => {
      for (; pouring; await delay(20)) rush.came(1_000);
    };
    const poured = pour();
    const milliseconds = await waited(rush.giveWay(never));
    pouring = false;
    await poured;
    expect(milliseconds).toBeGreaterThanOrEqual(295);
    expect(milliseconds).toBeLessThan(1_000);
  });

  it('a projector that is told to stop waits no longer', async () => {
    const rush = createRush();
    rush.came(1_000);
    expect(await waited(rush.giveWay(AbortSignal.abort()))).toBeLessThan(90);
  });
});

describe('where events trickle', () => {
  it('the projector does not wait', async () => {
    const rush = createRush();
    for (let spell = 0; spell < 4; spell += 1) {
      rush.came(200);
      await delay(110);
    }
    expect(await waited(rush.giveWay(never))).toBeLessThan(90);
  });
});
