import { loadEvents } from '../../apps/cli/src/simulate/index.js';
import { HttpConnection, postRequest } from './http-connection.js';
import type { Benchmark, Run } from './measure.js';
import { insertRaw, rowsOf, type LogRow } from './raw-log.js';
import { startBenchmarkedService } from './service.js';

const CONNECTIONS = 64;
const POSTS = 20_000;
const BASELINE_ROWS = 4_000;

export const singlePosts: Benchmark = {
  name: 'single-posts',
  ours: `one event a request over ${CONNECTIONS} connections, each answered when durable`,
  baseline: 'raw inserts of the same rows, one per transaction, synchronous=FULL',
  target: 3,
  rounds: 5,
  async open() {
    const requests = [...loadEvents({ units: POSTS })].map((event) =>
      postRequest('/v1/events', 'application/cloudevents+json', JSON.stringify(event)),
    );
    let rows: LogRow[] = [];
    const ours = async (): Promise<Run> => {
      const service = await startBenchmarkedService();
      const connections = Array.from({ length: CONNECTIONS }, () => new HttpConnection(service.url));
      const before = await service.usage();
      const began = performance.now();
      let next = 0;
      const post = async (connection: HttpConnection): Promise<void> => {
        for (let request = requests[next++]; request; request = requests[next++]) {
          const status = await connection.send(request);
          if (status !== 201) throw new Error(`an event was answered ${status}`);
        }
      };
      await Promise.all(connections.map(post));
      const wall = performance.now() - began;
      const { cpu } = await service.usage();
      for (const connection of connections) connection.close();
      if (rows.length === 0) rows = rowsOf(service.log).slice(0, BASELINE_ROWS);
      await service.close();
      return { events: POSTS, wall, cpu: cpu - before.cpu };
    };
    await ours();
    return { ours, baseline: () => insertRaw(rows, 1), close: async () => undefined };
  },
};
