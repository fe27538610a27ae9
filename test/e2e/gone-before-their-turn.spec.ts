import { once } from 'node:events';
import { connect } from 'node:net';
import { eventually } from '../support/eventually.js';
import { parseExposition } from '../support/exposition.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ liveConnections: 50, configuration: { logReaders: 2 } });
});
afterAll(() => service.close());

/** Asks, and is gone as soon as the question is on its way. */
async function askAndLeave(path: string): Promise<void> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`, () => socket.resetAndDestroy());
  await once(socket, 'close');
}

it.each([
  ['/v1/log?after=0', 'ledger_log_readers'],
  ['/v1/live?after=0', 'ledger_live_clients'],
])('who asked %s and is gone before it is their turn takes nobody’s place', async (path, metric) => {
  for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 60 }, () => askAndLeave(path)));
  await eventually(async () => parseExposition((await service.get('/metrics')).body).value(metric) === 0);
  expect(await service.log()).toEqual([]);
});
