import { pouring } from './bulk-stream.js';
import type { Benchmark, Run } from './measure.js';
import { post, preparedPosts } from './posting.js';
import { startBenchmarkedService } from './service.js';

export const postsWithKey: Benchmark = {
  name: 'posts-with-key',
  ours: 'single posts to a ledger that asks for a key',
  baseline: 'the same to one that is open to all',
  target: 0.95,
  rounds: 7,
  async open() {
    const posted = async (asksForKeys: boolean): Promise<Run> => {
      const service = await startBenchmarkedService(undefined, asksForKeys);
      const run = await post(service, preparedPosts(service.authorization));
      await service.close();
      return run;
    };
    return { ours: () => posted(true), baseline: () => posted(false), close: async () => undefined };
  },
};

export const streamWithKey: Benchmark = {
  name: 'stream-with-key',
  ours: 'a stream to a ledger that asks for a key, until durable',
  baseline: 'the same to one that is open to all',
  target: 0.98,
  rounds: 7,
  async open() {
    const [closed, open] = [await pouring(undefined, true), await pouring()];
    return { ours: closed.ours, baseline: open.ours, close: async () => undefined };
  },
};
