import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { testDatabase } from '../../../testing/postgres/test-database.js';
import { openPostgresStorage } from './open-postgres-storage.js';

const database = testDatabase();

/** Passes everything on but what a client's first message says behind `options`, as PgBouncer does when told to ignore it. */
async function poolerBefore(port: number): Promise<Server> {
  const server = createServer((client) => {
    const behind = connect(port, '127.0.0.1');
    client.once('data', (first: Buffer) => {
      behind.write(withoutOptions(first));
      client.pipe(behind).pipe(client);
    });
    for (const socket of [client, behind]) socket.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Length and version, then names and values, each ended by a zero. */
function withoutOptions(startup: Buffer): Buffer {
  const words = startup.subarray(8).toString('utf8').split('\0');
  const at = words.indexOf('options');
  if (at >= 0) words.splice(at, 2);
  const rest = Buffer.from(words.join('\0'));
  const head = Buffer.from(startup.subarray(0, 8));
  head.writeInt32BE(8 + rest.length);
  return Buffer.concat([head, rest]);
}

test('a pooler that keeps the settings of sessions to itself is refused, before anything is made in the wrong place', async () => {
  const url = new URL(database.url);
  const pooler = await poolerBefore(Number(url.port));
  url.port = String((pooler.address() as AddressInfo).port);
  await expect(openPostgresStorage(`${url.href}?schema=pooled`)).rejects.toMatchObject({
    name: 'ReadModelRequestError',
    message: expect.stringMatching(/does not pass the settings of a session on .* name the server itself/),
  });
  pooler.close();
});
