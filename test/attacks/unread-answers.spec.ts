import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { said } from '../support/ask.js';
import { held, newVin, produced } from '../support/events.js';
import { parseExposition } from '../support/exposition.js';
import { killProcesses } from '../support/service-process.js';
import type { TestService } from '../support/service.js';
import { attack } from './attack.js';
import { BYSTANDER } from './bystander.js';

afterAll(killProcesses);

/** Longer than anybody may leave an answer unread, on a busy machine, milliseconds. */
const PATIENCE = 120_000;

/** Somebody who asks and reads nothing of the answer. */
async function askWithoutReading(url: string, path: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
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

/** Resolves when nobody reads or follows the log any more. */
async function untilCutOff(service: TestService): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await delay(1_000)) {
    const metrics = parseExposition((await service.get('/metrics')).body);
    if (metrics.value('ledger_log_readers') === 0 && metrics.value('ledger_live_clients') === 0) return;
  }
  throw new Error('those who do not read were not cut off');
}

describe.each(['/v1/log?after=0', '/v1/live?data=true&after=0'])('60 clients that ask %s and read nothing', (path) => {
  it('take no memory that grows with the log, and are cut off', async () => {
    const { largestResident } = await attack(
      async ({ service }) => {
        const clients = await Promise.all(Array.from({ length: 60 }, () => askWithoutReading(service.url, path)));
        await untilCutOff(service);
        for (const client of clients) client.destroy();
        // Somebody else reads it now.
        expect((await service.get('/v1/log?limit=1')).status).toBe(200);
      },
      { LEDGER_CLOCK: '2024-07-29T12:00:00Z' },
      ({ service }) => fill(service),
    );
    expect(largestResident).toBeLessThan(800);
  }, 300_000);
});
