import { BackPressure, type Time } from './back-pressure.js';

const never = new AbortController().signal;
const atOnce = () => Promise.resolve();

/** Time that passes only where somebody lets it; `meanwhile` happens whenever it does. */
function controlled(meanwhile: (now: number) => void = () => undefined): Time {
  let now = 0;
  return {
    now: () => now,
    async pass(milliseconds) {
      now += milliseconds;
      meanwhile(now);
      await new Promise(setImmediate);
    },
  };
}

async function waited(time: Time, backPressure: BackPressure, signal = never): Promise<number> {
  const began = time.now();
  await backPressure.giveWay(signal);
  return time.now() - began;
}

describe('while events pour in', () => {
  it('the projector waits until they have stopped', async () => {
    const time = controlled();
    const backPressure = new BackPressure(time);
    await backPressure.during(1_000, atOnce);
    expect(await waited(time, backPressure)).toBe(110);
  });

  it('one by one, it is the same', async () => {
    const time = controlled();
    const backPressure = new BackPressure(time);
    for (let event = 0; event < 500; event += 1) await backPressure.during(1, atOnce);
    expect(await waited(time, backPressure)).toBe(110);
  });

  it('they do until they are recorded, however long that takes', async () => {
    let recorded: () => void = () => undefined;
    const time = controlled((now) => {
      if (now === 250) recorded();
    });
    const backPressure = new BackPressure(time);
    const recording = backPressure.during(1_000, () => new Promise<void>((resolve) => (recorded = resolve)));
    await time.pass(180);
    // Until 250, when they are recorded, and a while longer, as more may come.
    expect(await waited(time, backPressure)).toBe(180);
    await recording;
  });

  it('and cannot be recorded, the projector waits no longer than if they could', async () => {
    const time = controlled();
    const backPressure = new BackPressure(time);
    await expect(backPressure.during(1_000, () => Promise.reject(new Error('full')))).rejects.toThrow('full');
    await time.pass(110);
    expect(await waited(time, backPressure)).toBe(0);
  });

  it('and do not stop, the projector has its turn all the same', async () => {
    const time = controlled(() => void backPressure.during(1_000, atOnce));
    const backPressure = new BackPressure(time);
    await time.pass(10);
    expect(await waited(time, backPressure)).toBe(300);
  });

  it('a projector that is told to stop waits no longer', async () => {
    const time = controlled();
    const backPressure = new BackPressure(time);
    await backPressure.during(1_000, atOnce);
    expect(await waited(time, backPressure, AbortSignal.abort())).toBe(0);
  });
});

describe('where events trickle', () => {
  it('the projector does not wait', async () => {
    const time = controlled();
    const backPressure = new BackPressure(time);
    for (let spell = 0; spell < 4; spell += 1) {
      await backPressure.during(200, atOnce);
      await time.pass(110);
    }
    expect(await waited(time, backPressure)).toBe(0);
  });
});
