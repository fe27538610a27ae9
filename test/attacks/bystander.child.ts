import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { vinSeries } from '../../apps/simulator/src/vin.js';
import { processorTime } from '../support/processor-time.js';
import { BYSTANDER } from './bystander.js';

/**
 * Somebody who uses the service while others attack it: asks `/livez`, and posts a vehicle, again and again. It runs in a
 * process of its own, as the attacker's own thread may be busy. On a line of input it says what it met, and ends.
 */
const [url = '', pid = ''] = process.argv.slice(-2);
const agent = new Agent({ keepAlive: true, maxSockets: 2 });
const vinOf = vinSeries('LTEBYS');
const met = { longestWait: 0, largestResident: 0, asked: 0, unanswered: 0, acknowledged: [] as string[] };
let attacked = true;

// What the service works on after it has answered, until this process has its turn and sees that, would count as waiting.
try {
  setPriority(constants.priority.PRIORITY_HIGHEST);
} catch {
  // Only root may.
}

const resident = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

function status(method: string, path: string, body?: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/cloudevents+json' };
    const asked = request(url + path, { method, agent, headers, timeout: 30_000 }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(0));
    asked.end(body);
  });
}

/** A request is held up for as long as the thread works on other things: the machine's own slowness does not count. */
async function askWhetherAlive() {
  const before = processorTime(pid);
  const answered = await status('GET', '/livez');
  met.asked += 1;
  if (answered === 200) met.longestWait = Math.max(met.longestWait, processorTime(pid) - before);
  else met.unanswered += 1;
}

async function postVehicle(number: number) {
  const vin = vinOf(number);
  const { source, time, plant, line } = BYSTANDER;
  const data = { vin, model: 'B', plant, line };
  const event = { specversion: '1.0', id: vin, source, type: 'UnitProduced', time, data };
  if ((await status('POST', '/v1/events', JSON.stringify(event))) === 201) met.acknowledged.push(vin);
}

async function askOn() {
  for (; attacked; await delay(20)) await askWhetherAlive();
}

async function postOn() {
  for (let number = 0; attacked; number += 1, await delay(50)) await postVehicle(number);
}

async function watchMemory() {
  for (; attacked; await delay(50)) met.largestResident = Math.max(met.largestResident, resident());
}

createInterface(process.stdin).once('line', () => (attacked = false));
console.log('watching');
await Promise.all([askOn(), postOn(), watchMemory()]);
console.log(`met ${JSON.stringify(met)}`);
process.exit(0);
