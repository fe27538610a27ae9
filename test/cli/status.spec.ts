import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { NO_STREAM, openEventStore } from '@plant-ledger/event-store';
import { ask, said } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { runLedger, startService } from '../support/run-ledger.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();

describe('status', () => {
  it('of a ledger that is up to date says so, with its stores, and exits with 0', async () => {
    const { url, stop } = await startService(folder.path);
    await eventually(async () => said(await ask(`${url}/v1/status`)).caughtUp);
    const [plain, json, configured] = await Promise.all([
      runLedger(['status', '--server', url]),
      runLedger(['status', '--server', url, '--json']),
      runLedger(['status'], { env: { PORT: new URL(url).port } }),
    ]);
    await stop();
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    expect(plain.stdout).toContain(`${url}: up to date.`);
    expect(plain.stdout).toMatch(/position +1 [^]*head +1 [^]*behind +0 events, 0 s[^]*log\.db[^]*read-model/);
    expect(configured).toEqual(plain);
    expect(JSON.parse(json.stdout)).toMatchObject({ position: '1', head: '1', caughtUp: true });
  });

  it('of a ledger that stopped at an event says which and why, and exits with 5', async () => {
    const store = await openEventStore(`sqlite:${path.join(folder.path, 'data/log.db')}`);
    const metadata = { recordedAt: new Date().toISOString(), source: 's', id: '1' };
    const events = [{ id: randomUUID(), type: 'UnitTeleported', data: { vin: 'V' }, metadata }];
    await store.append({ stream: 'unit-V', expectedRevision: NO_STREAM, events });
    await store.close();
    const { url, stop } = await startService(folder.path);
    await eventually(async () => said(await ask(`${url}/v1/status`)).stopped !== undefined);
    const { code, stdout } = await runLedger(['status', '--server', url]);
    await stop();
    expect(code).toBe(5);
    expect(stdout).toMatch(/stopped at position 1 before UnitTeleported of unit-V: /);
  });

  it('of a ledger that is behind says by how much, and exits with 4', async () => {
    // A service is behind for milliseconds only, so its answer stands here as the interface gives it.
    const answer = {
      eventStore: 'sqlite:/log.db',
      readModel: 'sqlite:/read-model',
      generation: '1',
      position: '1000',
      head: '2234',
      lagEvents: 1_234,
      lagEventsExact: true,
      lagSeconds: 2.345,
      caughtUp: false,
    };
    const server = createServer((_request, response) => response.end(JSON.stringify(answer)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stdout } = await runLedger(['status', '--server', `http://127.0.0.1:${port}`]);
    server.close();
    expect(code).toBe(4);
    expect(stdout).toMatch(/behind, and catching up[^]*behind +1,234 events, 2\.3 s/);
  });

  it('of nothing says that nothing answers, and exits with 1', async () => {
    const { code, stdout, stderr } = await runLedger(['status', '--server', 'http://127.0.0.1:1']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^No ledger answers at http:\/\/127\.0\.0\.1:1.*\n$/);
  });
});
