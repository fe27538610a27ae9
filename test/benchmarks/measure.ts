/** One run of one side: how many events, in how much time, and of how much processor time. Milliseconds. */
export interface Run {
  readonly events: number;
  readonly wall: number;
  readonly cpu: number;
}

export interface Benchmark {
  readonly name: string;
  /** What each side does, in a few words. */
  readonly ours: string;
  readonly baseline: string;
  /** Least ratio of our rate to the baseline's. */
  readonly target: number;
  readonly rounds: number;
  readonly open: () => Promise<Sides>;
}

export interface Sides {
  readonly ours: () => Promise<Run>;
  readonly baseline: () => Promise<Run>;
  readonly close: () => Promise<void>;
}

export interface Measured {
  readonly name: string;
  /** Events a second, the median of the rounds. */
  readonly ours: number;
  readonly baseline: number;
  /** Medians over the rounds of ours to the baseline's: of rates, and of events for the same processor time. */
  readonly ratio: number;
  readonly cpuRatio: number;
  readonly target: number;
}

/** Runs both sides by turns, each round beginning with the other one, so that what slows the machine slows both. */
export async function measure(
  { name, rounds, target, open }: Benchmark,
  say: (text: string) => void,
): Promise<Measured> {
  const sides = await open();
  try {
    const ours: Run[] = [];
    const baseline: Run[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const run = async (side: 'ours' | 'baseline', into: Run[]) => into.push(await sides[side]());
      if (round % 2 === 0) await run('baseline', baseline);
      await run('ours', ours);
      if (round % 2 === 1) await run('baseline', baseline);
      const [one, other] = [ours.at(-1), baseline.at(-1)];
      if (one && other) say(`${name} ${round + 1}/${rounds}: ${text(one)}, baseline ${text(other)}`);
    }
    const pairs = (of: (run: Run) => number) => median(ours.map((run, round) => of(run) / of(baseline[round] ?? run)));
    return {
      name,
      ours: median(ours.map(rate)),
      baseline: median(baseline.map(rate)),
      ratio: pairs(rate),
      cpuRatio: pairs(({ events, cpu }) => events / cpu),
      target,
    };
  } finally {
    await sides.close();
  }
}

/** Measures work done in this process. */
export async function timed(work: () => number | Promise<number>): Promise<Run> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const events = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { events, wall: performance.now() - began, cpu: (user + system) / 1_000 };
}

const rate = ({ events, wall }: Run): number => (events / wall) * 1_000;
const text = (run: Run): string =>
  `${Math.round(rate(run))}/s (${((run.cpu / run.events) * 1_000).toFixed(1)} µs cpu each)`;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}
