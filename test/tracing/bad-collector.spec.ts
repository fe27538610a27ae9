import { Agent } from 'node:http';
import { ask } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { newVin, places, produced } from '../support/events.js';
import { senderTo } from '../support/send.js';
import { killProcesses, startProcess, storedIn, type ServiceProcess } from '../support/service-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { startCollector, type Behaviour } from './collector.js';

const folder = temporaryFolder();
const agent = new Agent({ keepAlive: true });
afterEach(killProcesses);
afterAll(() => agent.destroy());

const start = (endpoint: string, rest: Readonly<Record<string, string>> = {}) =>
  startProcess({
    ...storedIn(folder.path),
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '20',
    ...rest,
  });

const reported = (service: ServiceProcess) =>
  [...service.output().matchAll(/^\{.*"message":"(Traces [^"]*)".*$/gm)].map(([line]) => JSON.parse(line));
const failures = (service: ServiceProcess) => reported(service).filter(({ level }) => level === 'warn');

/** Posts events until the log has told that they cannot be traced, and for a while after it. */
async function postMeanwhile(service: ServiceProcess): Promise<void> {
  const send = senderTo(service.url, agent);
  expect((await send.batch(places())).status).toBe(200);
  const post = async () => expect((await send.structured(produced(newVin()))).status).toBe(201);
  await eventually(async () => {
    await post();
    return failures(service).length > 0;
  });
  const until = Date.now() + 1_500;
  while (Date.now() < until) await post();
}

/** An address at which nobody listens any more. */
async function deserted(): Promise<string> {
  const collector = await startCollector();
  await collector.close();
  return collector.url;
}

describe('a collector that', () => {
  it.each<[string, Behaviour | 'refuses', RegExp]>([
    ['is not there', 'refuses', /ECONNREFUSED/],
    ['answers 500', 'fails', /Internal Server Error, 500/],
    ['never answers', 'hangs', /timed out/],
  ])('%s stops nothing, and is told of once', async (_, behaviour, reason) => {
    const collector = behaviour === 'refuses' ? undefined : await startCollector(behaviour);
    // One that answers has the time that it needs on a busy machine.
    const timeout = behaviour === 'hangs' ? '200' : '10000';
    const service = await start(collector?.url ?? (await deserted()), { OTEL_EXPORTER_OTLP_TIMEOUT: timeout });
    await postMeanwhile(service);
    expect(failures(service)).toEqual([expect.objectContaining({ message: expect.stringMatching(reason) })]);
    expect(failures(service)[0]).not.toHaveProperty('requestId');
    expect((await ask(`${service.url}/readyz`)).status).toBe(200);
    expect(await service.terminate()).toBe(0);
    await collector?.close();
  });

  it('never answers does not keep a service that stops', async () => {
    const collector = await startCollector('hangs');
    const service = await start(collector.url, { OTEL_EXPORTER_OTLP_TIMEOUT: '600000' });
    await ask(`${service.url}/v1/stock`);
    await eventually(() => collector.requests.length > 0);
    expect(await service.terminate()).toBe(0);
    await collector.close();
  });

  it('comes back is sent to again', async () => {
    const collector = await startCollector('fails');
    const service = await start(collector.url);
    await postMeanwhile(service);
    collector.behaviour = 'takes';
    await eventually(async () => {
      await ask(`${service.url}/v1/stock`);
      return reported(service).at(-1)?.message === 'Traces are sent again.';
    });
    expect(failures(service)).toHaveLength(1);
    expect(await service.terminate()).toBe(0);
    await collector.close();
  });
});
