import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lineCommissioned, plantRegistered } from '../support/events.js';
import { COLLECTS_GARBAGE, memoryHeld } from '../support/collect-garbage.js';
import { runTypescript } from '../support/run-typescript.js';
import { startProcess, storedIn, type Environment, type ServiceProcess } from '../support/service-process.js';
import { reach, type TestService } from '../support/reach.js';
import { BYSTANDER, type Met } from './bystander.js';

/** The longest that anybody may be held up by another's request, milliseconds of the answering thread's processor time. */
const LONGEST_WAIT = 250;
/**
 * How often an attack is made at the most until nobody was held up: who is held up by it is held up each time. Beside other
 * work, the one who asks may not get a turn for a while where it may not go first, and what the service has worked by then
 * counts as waiting.
 */
const TRIES = 3;
/** How long memory has to come back, milliseconds. */
const PATIENCE = 8_000;

/** The built service in a process and a folder of its own, and how to talk to it. */
export interface Target {
  readonly process: ServiceProcess;
  readonly service: TestService;
  readonly folder: string;
}

/**
 * Attacks a real service while somebody else goes on using it, and holds it to what every attack must leave: it lives, its
 * memory comes back under twice what it was, nobody was held up, and nothing acknowledged is missing. What `prepare` does
 * comes before it and is not held against the service.
 */
export async function attack(
  deed: (target: Target) => Promise<void>,
  environment: Environment = {},
  prepare: (target: Target) => Promise<void> = async () => undefined,
): Promise<Met> {
  const waits: number[] = [];
  for (;;) {
    const met = await attackOnce(deed, environment, prepare);
    waits.push(met.longestWait);
    if (met.longestWait < LONGEST_WAIT) return met;
    if (waits.length === TRIES) throw new Error(`Somebody was held up each time, milliseconds: ${waits.join(', ')}.`);
  }
}

async function attackOnce(
  deed: (target: Target) => Promise<void>,
  environment: Environment,
  prepare: (target: Target) => Promise<void>,
): Promise<Met> {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-attack-'));
  const child = await startProcess({ ...storedIn(folder), ...COLLECTS_GARBAGE, ...environment });
  const service = await reach(child.url, folder, 'sqlite', async () => {
    await child.terminate();
  });
  try {
    const time = BYSTANDER.time;
    await service.send.batch([
      plantRegistered(BYSTANDER.plant, { time }),
      lineCommissioned(BYSTANDER.plant, BYSTANDER.line, { time }),
    ]);
    await prepare({ process: child, service, folder });
    // The first requests fill caches that every later one uses.
    await warmUp(service);
    const before = await taken(child);
    const met = await watched(child, () => deed({ process: child, service, folder }));
    expect((await service.get('/livez')).status).toBe(200);
    expect(met.asked).toBeGreaterThan(0);
    expect(met.unanswered).toBe(0);
    await expectMemoryBack(child, before);
    await expectNothingMissing(service, met.acknowledged);
    return met;
  } finally {
    await service.close();
    await rm(folder, { recursive: true });
  }
}

async function warmUp(service: TestService): Promise<void> {
  for (const path of ['/v1/monthly-totals', '/v1/status', '/v1/milestones', '/v1/log', '/metrics'])
    await service.get(path);
}

async function watched(child: ServiceProcess, deed: () => Promise<void>): Promise<Met> {
  const bystander = runTypescript('test/attacks/bystander.child.ts', child.url, String(child.pid));
  await bystander.wrote('watching');
  try {
    await deed();
    bystander.write('that was it\n');
    return JSON.parse((await bystander.wrote('met ')).slice('met '.length)) as Met;
  } finally {
    await bystander.kill();
  }
}

export async function residentMebibytes({ pid }: ServiceProcess): Promise<number> {
  return Number(/VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** What a service has of the system, and what of it it holds: its heap without garbage and its buffers; mebibytes. */
interface Taken {
  readonly resident: number;
  readonly held: number;
}

async function taken(child: ServiceProcess): Promise<Taken> {
  const resident = await residentMebibytes(child);
  const { heapUsed, external } = await memoryHeld(child);
  return { resident, held: (heapUsed + external) / 1024 / 1024 };
}

/**
 * When Node collects the garbage of one who is asked nothing more, and whether the C library gives freed memory back to the
 * system, is theirs to say: where that has not come about by itself, nothing may be held. V8 lets go of buffers some time
 * after their collection.
 */
async function expectMemoryBack(child: ServiceProcess, before: Taken): Promise<void> {
  let now = await taken(child);
  for (const until = Date.now() + PATIENCE; Date.now() < until; await delay(250), now = await taken(child))
    if (now.resident < 2 * before.resident || now.held < 2 * before.held) return;
  expect(now.held).toBeLessThan(2 * before.held);
}

async function expectNothingMissing(service: TestService, acknowledged: readonly string[]): Promise<void> {
  const kept = new Set((await service.log()).map(({ data }) => data.vin));
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.filter((vin) => !kept.has(vin))).toEqual([]);
}
