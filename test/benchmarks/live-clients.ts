import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ask, said } from '../support/ask.js';
import type { Benchmark, Run } from './measure.js';
import { CONNECTIONS, post, preparedPosts } from './posting.js';
import { startBenchmarkedService } from './service.js';

const CLIENTS = 500;
/** How long after the last event every client has to have it, milliseconds. */
const PATIENCE = 60_000;

export const liveClients: Benchmark = {
  name: 'live-clients',
  ours: `one event a request over ${CONNECTIONS} connections while ${CLIENTS} clients follow every event at /v1/live`,
  baseline: 'the same without them',
  target: 0.8,
  rounds: 5,
  async open() {
    const requests = preparedPosts();
    const run = async (clients: number): Promise<Run> => {
      const service = await startBenchmarkedService();
      const followers = await followLive(service.url, clients);
      const posted = await post(service, requests);
      await followers.haveCome(Number(said(await ask(`${service.url}/v1/status`)).head));
      followers.close();
      await service.close();
      return posted;
    };
    await run(0);
    return { ours: () => run(CLIENTS), baseline: () => run(0), close: async () => undefined };
  },
};

async function followLive(url: string, clients: number) {
  if (clients === 0) return { haveCome: async () => undefined, close: () => undefined };
  const child = fork(join(import.meta.dirname, 'live-clients.child.js'), [url, String(clients)]);
  await once(child, 'message');
  return {
    async haveCome(position: number): Promise<void> {
      for (const until = performance.now() + PATIENCE; ;) {
        child.send('how far');
        const [reported] = (await once(child, 'message')) as [{ least: number; dropped: number }];
        if (reported.dropped > 0) throw new Error(`${reported.dropped} live clients were dropped`);
        if (reported.least >= position) return;
        if (performance.now() > until) throw new Error(`a live client has come to ${reported.least} of ${position}`);
        await new Promise((wake) => setTimeout(wake, 50));
      }
    },
    close: () => void child.kill(),
  };
}
