import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { said } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { event, held, newVin, produced } from '../support/events.js';
import { parseExposition } from '../support/exposition.js';
import { problemOf } from '../support/problem.js';
import { killProcesses } from '../support/service-process.js';
import type { TestService } from '../support/reach.js';
import { attack } from './attack.js';
import { BYSTANDER } from './bystander.js';

afterAll(killProcesses);

/** How long an answer may be left unread here, so that nobody has to wait for half a minute, as it is by default. */
const CUT_OFF_SOON = { LEDGER_UNREAD_SECONDS: '3' };
/** Here all of them must have been given more than is sent to them before the first is cut off. */
const CUT_OFF_LATER = { LEDGER_UNREAD_SECONDS: '6' };
/** Longer than anybody may leave an answer unread, on a busy machine, milliseconds. */
const PATIENCE = 120_000;

const question = (path: string) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;

/** Somebody who asks and reads nothing of the answer. */
async function askWithoutReading(url: string, path: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(question(path));
  return socket;
}

/** A log of large events, about 60 MB. */
async function fill(service: TestService): Promise<void> {
  const reason = 'x'.repeat(100_000);
  for (let batch = 0; batch < 40; batch += 1) {
    const vins = Array.from({ length: 15 }, newVin);
    const events = vins.flatMap((vin) => [
      produced(vin, {}, BYSTANDER.plant, BYSTANDER.line),
      held(vin, { data: { vin, reason } }),
    ]);
    expect(said(await service.send.batch(events)).accepted).toBe(30);
  }
}

/** Whether anybody reads or follows the log. */
async function isRead(service: TestService): Promise<boolean> {
  const metrics = parseExposition((await service.get('/metrics')).body);
  return metrics.value('ledger_log_readers') !== 0 || metrics.value('ledger_live_clients') !== 0;
}

describe.each(['/v1/log?after=0', '/v1/live?data=true&after=0'])('60 clients that ask %s and read nothing', (path) => {
  it('take no memory that grows with the log, and are cut off', async () => {
    const { largestResident } = await attack(
      async ({ service }) => {
        const clients = await Promise.all(Array.from({ length: 60 }, () => askWithoutReading(service.url, path)));
        await eventually(() => isRead(service), PATIENCE);
        await eventually(async () => !(await isRead(service)), PATIENCE);
        for (const client of clients) client.destroy();
        // Somebody else reads it now.
        expect((await service.get('/v1/log?limit=1')).status).toBe(200);
      },
      { LEDGER_CLOCK: '2024-07-29T12:00:00Z', ...CUT_OFF_SOON },
      ({ service }) => fill(service),
    );
    expect(largestResident).toBeLessThan(800);
  }, 300_000);
});

describe('100 clients that ask for answers of 1 MiB again and again and read nothing', () => {
  const path = '/v1/milestones/m';
  const reason = 'x'.repeat(99_000);
  /** Also answers as many as are read: what they leave behind is collected as it suits Node, and held for nobody. */
  const defineAtLength = async ({ send, read, get }: TestService) => {
    const defined = { milestone: 'm', title: 't', metric: 'produced', target: 1, due: '2025-01-01' };
    const revisions = Array.from({ length: 20 }, (_, target) =>
      event('MilestoneRevised', { milestone: 'm', target: target + 2, reason }),
    );
    expect(said(await send.batch([event('MilestoneDefined', defined), ...revisions])).accepted).toBe(21);
    await read('/v1/stock');
    for (let answers = 0; answers < 300; answers += 1) await get(path);
  };
  const metricsOf = async (service: TestService) => parseExposition((await service.get('/metrics')).body);
  const until = async (isSo: () => Promise<boolean>) => {
    for (const end = Date.now() + PATIENCE; !(await isSo()); await delay(250)) expect(Date.now()).toBeLessThan(end);
  };

  it('take no more memory than all of them are given together, and are cut off', async () => {
    const { largestResident } = await attack(
      async ({ service }) => {
        const clients: Socket[] = [];
        while (clients.length < 100) clients.push(await askWithoutReading(service.url, path));
        let answer = await service.get(path);
        await until(async () => {
          // Who is slow to ask is cut off as well: others come in their place.
          for (const [index, client] of clients.entries())
            if (client.destroyed) clients[index] = await askWithoutReading(service.url, path);
            else client.write(question(path));
          answer = await service.get(path);
          return answer.status === 503;
        });
        expect(problemOf(answer)).toMatchObject({ status: 503, code: 'too-many-answers' });
        expect(answer.headers).toMatchObject({ 'retry-after': '5' });
        expect(answer.headers).not.toHaveProperty('etag');
        // What is short goes out, and what was sent is answered.
        for (const short of ['/livez', '/readyz', '/v1/stock', '/metrics'])
          expect((await service.get(short)).status).toBe(200);
        const vins = Array.from({ length: 1_000 }, newVin);
        const made = vins.map((vin) => produced(vin, {}, BYSTANDER.plant, BYSTANDER.line));
        expect(said(await service.send.batch(made)).accepted).toBe(1_000);
        // They are cut off while they still ask.
        await until(async () => (await service.get(path)).status === 200);
        const metrics = await metricsOf(service);
        expect(metrics.value('ledger_long_answers_bytes')).toBeLessThan(64 * 1024 * 1024);
        expect(metrics.value('ledger_long_answers_refused_total')).toBeGreaterThan(0);
        for (const client of clients) client.destroy();
        await until(async () => (await metricsOf(service)).value('ledger_long_answers_bytes') === 0);
      },
      CUT_OFF_LATER,
      ({ service }) => defineAtLength(service),
    );
    expect(largestResident).toBeLessThan(1_000);
  }, 300_000);
});
