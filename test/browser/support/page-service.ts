import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '@plant-ledger/configuration';
import { startService, type Service } from '../../../apps/api/src/service.js';
import { demoEnvironment } from '../../../apps/cli/src/demo/demo-folder.js';
import { followProjector } from '../../../apps/cli/src/demo/follow-projector.js';
import { ask, said } from '../../support/ask.js';
import { startLedger } from '../../support/run-ledger.js';

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

/** How long loading the whole scenario may take on a busy machine, milliseconds. */
export const LOADING = 600_000;

export async function startPageService({ scale, environment = {} }: PageServiceOptions = {}): Promise<PageService> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-page-'));
  const configuration = readConfiguration({ ...demoEnvironment(folder, 0), ...environment });
  let service: Service | undefined;
  const stop = async () => service?.close();
  const close = async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    if (scale !== undefined) await loadDemo(folder, scale);
    service = await startService(configuration, false);
    await followProjector(service.url);
  } catch (error) {
    await close();
    throw error;
  }
  const { url } = service;
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
    close,
  };
}

/** Has the built demo load the scenario and work out its figures: in a process of its own it takes half as long as within a test. */
async function loadDemo(folder: string, scale: number): Promise<void> {
  const demo = startLedger(['demo', '--port', '0', '--data', folder, '--scale', String(scale)]);
  try {
    await demo.waitFor(/Ctrl-C ends it/, LOADING);
  } finally {
    await demo.stop();
  }
}
