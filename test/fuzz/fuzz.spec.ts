import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { killProcesses, startProcess, storedIn, type ServiceProcess } from '../support/service-process.js';
import { ask, said, type Answer } from '../support/ask.js';
import { delivered, lineCommissioned, newVin, NOW, plantRegistered, produced, siteOpened } from '../support/events.js';
import { COLLECTS_GARBAGE, memoryHeld, type Memory } from '../support/collect-garbage.js';
import { problemFaults } from '../support/problem.js';
import { openRaw } from '../support/raw-connection.js';
import { reach, type TestService } from '../support/reach.js';
import { inSoak, newSeed } from '../support/soak.js';
import { notHttp } from './not-http.js';
import { randomOf } from './random.js';
import { aRequest, type FuzzRequest } from './requests.js';

const SEED = Number(process.env.LEDGER_TEST_FUZZ_SEED ?? inSoak(newSeed(), 20_240_729));
const REQUESTS = inSoak(42_000, 9_000);
const WARM_UP = inSoak(7_000, 3_000);
const AT_ONCE = 16;
const RAW = inSoak(400, 160);

/** Every status that the interface documents for what a client can do wrong or right. */
const DOCUMENTED = [200, 201, 202, 304, 400, 403, 404, 405, 408, 409, 413, 414, 415, 417, 421, 422, 431];
/**
 * How much more the service may hold after the last request than after the warm-up: caches of states fill up meanwhile,
 * and what the garbage collector has freed is not given back to the system at once.
 */
const GROWTH = { heapMegabytes: 24, residentMegabytes: 160 };

describe(`${REQUESTS} requests of every wrong kind (seed ${SEED})`, () => {
  const random = randomOf(SEED);
  const statuses = new Map<number, number>();
  let folder: string;
  let child: ServiceProcess;
  let service: TestService;
  let warm: Memory;

  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const faultsOf = (request: FuzzRequest, answer: Answer): string[] => {
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const faults = DOCUMENTED.includes(answer.status) ? [] : ['a status that is not documented'];
    if (answer.status >= 400 && request.method !== 'HEAD') faults.push(...problemFaults(answer));
    return faults;
  };
  const sendMany = async (count: number): Promise<string[]> => {
    const faults: string[] = [];
    let left = count;
    const worker = async (): Promise<void> => {
      while (left > 0 && faults.length < 20) {
        left -= 1;
        const { kind, method, path, headers, body } = aRequest(random);
        const answer = await ask(child.url + path, { method, headers, body, agent }).catch(String);
        const wrong = typeof answer === 'string' ? [answer] : faultsOf({ method, path, headers }, answer);
        if (wrong.length === 0) continue;
        const status = typeof answer === 'string' ? '' : answer.status;
        faults.push(
          `${kind}: ${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 400)} ${String(body).slice(0, 600)} ` +
            `→ ${status} ${wrong.join('; ')}`,
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return faults;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plant-ledger-fuzz-'));
    child = await startProcess({ ...storedIn(folder), LEDGER_CLOCK: NOW, ...COLLECTS_GARBAGE });
    service = await reach(child.url, folder, 'sqlite', async () => {
      await child.terminate();
    });
    await service.send.batch([plantRegistered('fz-1'), lineCommissioned('fz-1'), lineCommissioned('fz-1', 'L2')]);
    await service.send.batch([siteOpened('s-1'), siteOpened('s-2')]);
  });
  afterAll(async () => {
    agent.destroy();
    await service.close();
    await killProcesses();
    await rm(folder, { recursive: true });
  });

  it('are each answered with a documented status, and with a problem that says what is wrong', async () => {
    expect(await sendMany(WARM_UP)).toEqual([]);
    warm = await memoryHeld(child);
    expect(await sendMany(REQUESTS - WARM_UP)).toEqual([]);
    // Every way out was taken, so the kinds above are what they say.
    for (const status of [200, 201, 202, 400, 404, 409, 413, 414, 415, 422])
      expect([...statuses.keys()]).toContain(status);
  }, 240_000);

  it('and so is what is no HTTP at all, as far as there is anything to answer', async () => {
    const faults: string[] = [];
    for (let count = 0; count < RAW; count += AT_ONCE) {
      const payloads = Array.from({ length: AT_ONCE }, () => notHttp(random));
      await Promise.all(
        payloads.map(async (payload) => {
          const { socket, received, closed } = await openRaw(child.url);
          socket.end(payload);
          await Promise.race([closed, delay(2_000, undefined, { ref: false })]);
          socket.destroy();
          const answer = received();
          for (const [, status, head] of answer.matchAll(/^HTTP\/1\.1 (\d{3})[^\r]*\r\n([\s\S]*?)\r\n\r\n/gm)) {
            const isProblem = /^content-type: application\/problem\+json/im.test(head ?? '');
            if (status === '100' || (Number(status) < 400 && DOCUMENTED.includes(Number(status)))) continue;
            if (!DOCUMENTED.includes(Number(status)) || !isProblem)
              faults.push(`${payload.toString('latin1').slice(0, 200)} → ${answer.slice(0, 300)}`);
          }
        }),
      );
    }
    expect(faults).toEqual([]);
  }, 60_000);

  it('leave memory flat', async () => {
    const now = await memoryHeld(child);
    const grown = (of: keyof Memory) => (now[of] - warm[of]) / 1024 / 1024;
    expect(grown('heapUsed')).toBeLessThan(GROWTH.heapMegabytes);
    expect(grown('rss')).toBeLessThan(GROWTH.residentMegabytes);
  });

  it('leave the service unharmed: events go through, totals are right, nothing has stopped', async () => {
    const vins = Array.from({ length: 10 }, newVin);
    const places = [plantRegistered('sane-1'), lineCommissioned('sane-1'), siteOpened('sane-site')];
    const events = [
      ...vins.map((vin) => produced(vin, {}, 'sane-1')),
      ...vins.slice(3).map((vin) => delivered(vin, {}, 'sane-site')),
    ];
    expect(said(await service.send.batch([...places, ...events]))).toMatchObject({ accepted: 20 });
    const { rows } = await service.read('/v1/monthly-totals?plant=sane-1');
    expect(rows).toMatchObject([{ month: '2024-07', produced: 10, delivered: 7 }]);
    const stock = await service.read('/v1/stock');
    expect(stock.balanced).toBe(true);
    const status = said(await service.get('/v1/status'));
    expect(status).toMatchObject({ caughtUp: true, position: status.head });
    expect(status).not.toHaveProperty('stopped');
    expect((await service.get('/readyz')).status).toBe(200);
    expect(child.output()).not.toMatch(/"level":"(error|fatal)"|Unhandled|MaxListeners/);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
