import type { Benchmark, Run } from './measure.js';
import { CONNECTIONS, post, preparedPosts } from './posting.js';
import { insertRaw, rowsOf, type LogRow } from './raw-log.js';
import { startBenchmarkedService } from './service.js';

const BASELINE_ROWS = 4_000;

export const singlePosts: Benchmark = {
  name: 'single-posts',
  ours: `one event a request over ${CONNECTIONS} connections, each answered when durable`,
  baseline: 'raw inserts of the same rows, one per transaction, synchronous=FULL',
  target: 3,
  rounds: 5,
  async open() {
    const requests = preparedPosts();
    let rows: LogRow[] = [];
    const ours = async (): Promise<Run> => {
      const service = await startBenchmarkedService();
      const run = await post(service, requests);
      if (rows.length === 0) rows = rowsOf(service.log).slice(0, 1.5 * BASELINE_ROWS);
      await service.close();
      return run;
    };
    await ours();
    return { ours, baseline: () => insertRaw(rows, 1, BASELINE_ROWS / 2), close: async () => undefined };
  },
};
