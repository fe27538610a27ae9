import { loadEvents } from '../../apps/cli/src/simulate/index.js';
import { HttpConnection, postRequest } from './http-connection.js';
import type { Benchmark, Run } from './measure.js';
import { insertRaw, rowsOf, type LogRow } from './raw-log.js';
import { startBenchmarkedService } from './service.js';

const CONNECTIONS = 64;
const POSTS = 20_000;
/** Sent before, so that the code is compiled. */
const WARM_UP = 4_000;
const BASELINE_ROWS = 4_000;

export const singlePosts: Benchmark = {
  name: 'single-posts',
  ours: `one event a request over ${CONNECTIONS} connections, each answered when durable`,
  baseline: 'raw inserts of the same rows, one per transaction, synchronous=FULL',
  target: 3,
  rounds: 5,
  async open() {
    const requests = [...loadEvents({ units: WARM_UP + POSTS })].map((event) =>
      postRequest('/v1/events', 'application/cloudevents+json', JSON.stringify(event)),
    );
    let rows: LogRow[] = [];
    const ours = async (): Promise<Run> => {
      const service = await startBenchmarkedService();
      const connections = Array.from({ length: CONNECTIONS }, () => new HttpConnection(service.url));
      let next = 0;
      const postUntil = async (end: number, connection: HttpConnection): Promise<void> => {
        while (next < end) {
          const status = await connection.send(requests[next++] ?? never());
          if (status !== 201) throw new Error(`an event was answered ${status}`);
        }
      };
      await Promise.all(connections.map((connection) => postUntil(WARM_UP, connection)));
      const before = await service.usage();
      const began = performance.now();
      await Promise.all(connections.map((connection) => postUntil(requests.length, connection)));
      const wall = performance.now() - began;
      const { cpu } = await service.usage();
      for (const connection of connections) connection.close();
      if (rows.length === 0) rows = rowsOf(service.log).slice(0, 1.5 * BASELINE_ROWS);
      await service.close();
      return { events: POSTS, wall, cpu: cpu - before.cpu };
    };
    await ours();
    return { ours, baseline: () => insertRaw(rows, 1, BASELINE_ROWS / 2), close: async () => undefined };
  },
};

function never(): never {
  throw new RangeError('no request');
}
