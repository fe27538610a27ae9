import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../../apps/api/src/config/configuration.js';
import { startService, type Service } from '../../../apps/api/src/service.js';
import { demoEnvironment } from '../../../apps/cli/src/demo/demo-folder.js';
import { followProjector } from '../../../apps/cli/src/demo/follow-projector.js';
import { loadScenario } from '../../../apps/cli/src/demo/load-scenario.js';
import { ask, said } from '../../support/ask.js';

/** The real service with its page, which can be stopped and started again at the same address. */
export interface PageService {
  readonly url: string;
  /** What a path answers. */
  get(path: string): Promise<ReturnType<typeof said>>;
  /** Sends events, each of which must be accepted; answers with the position of the last. */
  send(...events: readonly object[]): Promise<string>;
  stop(): Promise<void>;
  startAgain(): Promise<void>;
  close(): Promise<void>;
}

export interface PageServiceOptions {
  /** Loads the scenario su7-2024 at this scale first. */
  readonly scale?: number;
  readonly environment?: NodeJS.ProcessEnv;
}

export async function startPageService({ scale, environment = {} }: PageServiceOptions = {}): Promise<PageService> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-page-'));
  const configuration = readConfiguration({ ...demoEnvironment(folder, 0), ...environment });
  if (scale !== undefined) await loadScenario(configuration, scale);
  let service: Service = await startService(configuration, false);
  const { url } = service;
  await followProjector(url);
  const stop = () => service.close();
  return {
    url,
    get: async (path) => said(await ask(url + path)),
    async send(...events) {
      const body = JSON.stringify(events);
      const headers = { 'content-type': 'application/cloudevents-batch+json' };
      const answer = said(await ask(`${url}/v1/events`, { method: 'POST', headers, body }));
      if (answer.accepted !== events.length) throw new Error(JSON.stringify(answer));
      return answer.results.at(-1).position;
    },
    stop,
    async startAgain() {
      service = await startService({ ...configuration, port: Number(new URL(url).port) }, false);
    },
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
