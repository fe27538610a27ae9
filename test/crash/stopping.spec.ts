import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEvents, loadSetup } from '../../apps/simulator/src/index.js';
import { ask, said } from '../support/ask.js';
import { eventIdFor } from '../support/events.js';
import { expectTotals, Recount, recountLog, sendAgain, setUp } from './ledger-checks.js';
import { killProcesses, spawnService, startProcess, storedIn, type Environment } from '../support/service-process.js';
import { startSources } from './sources.js';
import { streamLines } from './streaming.js';

let folder: string;
let environment: Environment;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plant-ledger-stop-'));
  environment = storedIn(folder);
});
afterEach(async () => {
  await killProcesses();
  await rm(folder, { recursive: true, force: true });
});

const pause = (milliseconds: number) => new Promise((wake) => setTimeout(wake, milliseconds));
const json = { 'content-type': 'application/cloudevents-batch+json' };

type Finish = (body: string) => Promise<{ readonly status: number | undefined; readonly body: string }>;

/** Resolves once the service has the request's head and waits for its body: from then on it is under way. */
function beginPost(url: string): Promise<Finish> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers: { ...json, expect: '100-continue' } });
    const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
    answered.catch(reject);
    asked.once('continue', () =>
      resolve(async (body) => {
        asked.end(body);
        const [response] = await answered;
        return { status: response.statusCode, body: await text(response) };
      }),
    );
    asked.flushHeaders();
  });
}

describe('a service that is told to stop (SIGTERM)', () => {
  it('answers the requests that are under way, whole, and takes no others', async () => {
    const service = await startProcess(environment);
    await setUp(service.url);
    const batches = Array.from({ length: 20 }, (_, number) => [
      ...loadEvents({ units: 500, first: number * 500, deliver: true }),
    ]);
    const begun = await Promise.all(batches.map(() => beginPost(`${service.url}/v1/events`)));
    const answers = Promise.all(begun.map((finish, number) => finish(JSON.stringify(batches[number]))));
    const code = await service.terminate();
    for (const { status, body } of await answers) {
      expect(status).toBe(200);
      expect(JSON.parse(body).results).toHaveLength(1_000);
    }
    expect(code).toBe(0);
    await expect(ask(`${service.url}/livez`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const { events } = await recountLog(environment.LEDGER_EVENT_STORE ?? '');
    expect(batches.flat().filter((event) => !events.has(eventIdFor(event)))).toEqual([]);
  }, 60_000);

  it('ends a stream that goes on for ever without its summary, and keeps what it counted', async () => {
    const service = await startProcess(environment);
    await setUp(service.url);
    const agent = new Agent();
    const lines: string[] = [];
    let ended = false;
    const endless = async function* () {
      for (let first = 0; !ended; first += 100) {
        for (const event of loadEvents({ units: 100, first })) yield `${JSON.stringify(event)}\n`;
        await pause(2);
      }
    };
    const stream = streamLines(`${service.url}/v1/events`, agent, endless(), (line) => lines.push(line)).catch(() => 0);
    while (!lines.some((line) => line.includes('progress'))) await pause(20);
    expect(await service.terminate()).toBe(0);
    ended = true;
    await stream;
    agent.destroy();
    const reported = lines.map((line) => JSON.parse(line));
    expect(reported.filter((line) => 'accepted' in line)).toEqual([]);
    const { read } = reported.findLast((line) => 'progress' in line).progress;
    const { events } = await recountLog(environment.LEDGER_EVENT_STORE ?? '');
    const counted = [...loadEvents({ units: 100 * Math.ceil(read / 100) })].slice(0, read);
    expect(counted.filter((event) => !events.has(eventIdFor(event)))).toEqual([]);
  }, 60_000);

  it('in the middle of everything loses nothing that was acknowledged', async () => {
    const total = new Recount();
    const service = await startProcess(environment);
    await setUp(service.url);
    const sources = startSources({ url: service.url, seed: 1, first: 0, streamed: 5_000, pouring: true });
    await sources.acknowledged(500);
    expect(await service.terminate()).toBe(0);
    await sources.stop();
    const again = await startProcess(environment);
    await sendAgain(again.url, sources.journal);
    total.addJournal(sources.journal);
    await expectTotals(again.url, total);
    expect(await again.terminate()).toBe(0);
  }, 60_000);
});

describe('a second service on a log that is being written', () => {
  it('is refused with one sentence that says by whom, and the first goes on', async () => {
    const service = await startProcess(environment);
    const second = spawnService(environment);
    while (second.child.exitCode === null) await pause(20);
    expect(second.child.exitCode).toBe(1);
    expect(second.output()).toMatch(
      new RegExp(`The event log .*log.db is already being written by process ${service.pid}: stop that process, or`),
    );
    expect(second.output()).not.toMatch(/\n\s+at /);
    const answer = await ask(`${service.url}/v1/events`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(loadSetup()),
    });
    expect(said(answer)).toMatchObject({ accepted: 3 });
    await service.terminate();
  }, 60_000);

  it('may take over as soon as the first was killed', async () => {
    const service = await startProcess(environment);
    await service.kill();
    const second = await startProcess(environment);
    await setUp(second.url);
    await second.terminate();
  }, 60_000);
});
