import { Agent } from 'node:http';
import { openEventStore } from '@plant-ledger/event-store';
import { openReplay } from '@plant-ledger/read-model';
import { loadLines } from '../../apps/simulator/src/index.js';
import { ask, said } from '../support/ask.js';
import { chunksOf, stream } from './bulk-stream.js';
import { timed, type Benchmark } from './measure.js';
import { startBenchmarkedService, type BenchmarkedService } from './service.js';

/** The interface's promise is for a million; fewer take less time, and make the ratio harder to reach. */
const EVENTS = Number(process.env.BENCH_AS_OF_EVENTS ?? 200_000);
/** The widest questions there are. */
const QUESTIONS = [
  'monthly-totals?groupBy=plant,model',
  'daily-totals?groupBy=plant,model',
  'stock?groupBy=plant,model',
];
/** Positions asked for, spread over the log: a replay to one of them reads half of it on average. */
const POSITIONS = 20;

export const asOf: Benchmark = {
  name: 'as-of',
  ours: `one question over HTTP as of an earlier position, at ${EVENTS} events`,
  baseline: 'a replay of the log up to there',
  target: 100,
  rounds: 3,
  async open() {
    const service = await startBenchmarkedService();
    await stream(service, chunksOf(loadLines({ units: EVENTS / 2, deliver: true })), EVENTS);
    await service.caughtUp();
    const half = EVENTS / 2;
    return {
      // Each side is measured in events replayed, or not replayed, for one answer.
      ours: async () => {
        const { events, wall, cpu } = await timedAnswers(service);
        return { events: half * events, wall, cpu };
      },
      baseline: () => timed(() => replay(service.log, half)),
      close: () => service.close(),
    };
  },
};

/** Counts answers; the processor time is the service's. */
async function timedAnswers(service: BenchmarkedService) {
  const agent = new Agent({ keepAlive: true });
  const before = await service.usage();
  const began = performance.now();
  let answers = 0;
  for (let index = 0; index < POSITIONS; index += 1)
    for (const question of QUESTIONS) {
      const position = Math.floor(((index + 0.5) / POSITIONS) * EVENTS);
      const { rows } = said(await ask(`${service.url}/v1/${question}&asOf=${position}`, { agent }));
      if (rows.length === 0) throw new Error(`${question} has no rows as of ${position}`);
      answers += 1;
    }
  const wall = performance.now() - began;
  const { cpu } = await service.usage();
  agent.destroy();
  return { events: answers, wall, cpu: cpu - before.cpu };
}

async function replay(log: string, to: number): Promise<number> {
  const store = await openEventStore(`sqlite:${log}`, { readOnly: true });
  const replayed = await openReplay({ store });
  const stopped = await replayed.advance(BigInt(to), new AbortController().signal);
  await replayed.close();
  await store.close();
  if (stopped) throw new Error(stopped.reason);
  return to;
}
