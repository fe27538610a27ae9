import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, gzipSync } from 'node:zlib';
import { places } from '../support/events.js';
import { openRaw } from '../support/raw-connection.js';
import { startTestService, type TestService } from '../support/service.js';

const CLIENTS = join(__dirname, 'clients');
const run = promisify(execFile);
const isThere = (program: string) => spawnSync(program, ['-version']).error === undefined;

/** Programs that send all of a body before they read, as far as this machine has them. Each prints a line for each answer. */
const programs = [
  { name: 'Python', program: 'python3', args: [join(CLIENTS, 'post.py')], answers: 2 },
  { name: 'Java', program: 'java', args: [join(CLIENTS, 'Post.java')], answers: 2 },
].filter(({ program }) => isThere(program));

const STRUCTURED = 'application/cloudevents+json';
/** What is refused before it has come, and how. */
const REFUSED: [string, string, number, string][] = [
  ['/v1/events', STRUCTURED, 413, 'too-large'],
  ['/v1/events', 'application/cloudevents-batch+json', 413, 'too-large'],
  ['/v1/events', 'application/json', 413, 'too-large'],
  ['/v1/events', 'text/plain', 415, 'unsupported-media-type'],
  ['/v1/events?dryRun=perhaps', STRUCTURED, 400, 'invalid-parameter'],
  ['/v1/nowhere', STRUCTURED, 404, 'not-found'],
  ['/v1/status', STRUCTURED, 405, 'method-not-allowed'],
];
const SIZE = 24 * 1024 * 1024;

// Starting Java takes its time on a busy machine.
jest.setTimeout(240_000);

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  await service.send.batch(places());
});
afterAll(() => service.close());

describe.each(['close', 'keep-alive'])(
  'a client that sends all before it reads, over a connection to %s,',
  (connection) => {
    it.each(REFUSED)('reads why %s of %s was refused', async (path, type, status, code) => {
      const { socket, received, closed } = await openRaw(service.url);
      socket.pause();
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${type}\r\nconnection: ${connection}\r\ncontent-length: ${SIZE}\r\n\r\n`,
      );
      for (let sent = 0; sent < SIZE; sent += 65_536)
        if (!socket.write(Buffer.alloc(65_536, '0'))) await new Promise((go) => socket.once('drain', go));
      socket.resume();
      // Nothing more than its own keep-alive holds the connection open.
      if (connection === 'close') await closed;
      else while (!received().includes(code)) await delay(10);
      expect(received()).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*"code":"${code}"`));
      socket.destroy();
    });
  },
);

it('a connection that is kept can be used again once the refused body is over', async () => {
  const { socket, received } = await openRaw(service.url);
  socket.write(
    `POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 1000000\r\n\r\n`,
  );
  while (!received().includes('"code":"unsupported-media-type"')) await delay(10);
  socket.write(`${'0'.repeat(1_000_000)}GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  while (!received().includes('HTTP/1.1 200 OK')) await delay(10);
  socket.destroy();
});

// Java's client asks for HTTP/2 with each request, and sends its next one right behind a body whose answer it has read: Node drops
// what comes in one piece with such a body's end.
describe('a client that asks for an upgrade and sends on as soon as it is answered', () => {
  const UPGRADE = 'connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAAAAIAAAAA\r\n';
  const NEXT = `GET /livez HTTP/1.1\r\nhost: localhost\r\n${UPGRADE}\r\n`;

  /** `begun` is sent, and something of the answer seen, before the rest of the body is. */
  async function sendsOn(headers: string, rest: Buffer, code: string, begun = Buffer.of()): Promise<void> {
    const { socket, received } = await openRaw(service.url);
    const isAnswered = () => received().includes(`"code":"${code}"`) && /\r\n0\r\n\r\n$|}$/.test(received());
    const last = rest.length - 1;
    const length = begun.length + rest.length;
    socket.write(
      `POST /v1/events HTTP/1.1\r\nhost: localhost\r\n${UPGRADE}${headers}content-length: ${length}\r\n\r\n`,
    );
    socket.write(begun);
    while (begun.length > 0 && received() === '') await delay(10);
    socket.write(rest.subarray(0, last));
    const deadline = performance.now() + 500;
    while (!isAnswered() && performance.now() < deadline) await delay(10);
    if (isAnswered()) socket.write(Buffer.concat([rest.subarray(last), Buffer.from(NEXT)]));
    else {
      socket.write(rest.subarray(last));
      while (!isAnswered()) await delay(10);
      socket.write(NEXT);
    }
    while (!received().endsWith('{"alive":true}')) await delay(10);
    socket.destroy();
  }

  it.each(REFUSED.filter(([path]) => path === '/v1/events'))(
    'gets an answer to both where %s of %s is refused',
    (_path, type, _status, code) =>
      sendsOn(`content-type: ${type}\r\n`, Buffer.alloc(code === 'too-large' ? SIZE : 1_000_000, '0'), code),
  );

  it('gets an answer to both where a stream is given up in its midst', async () => {
    const lines = gzipSync('{}\n'.repeat(3_000), { finishFlush: constants.Z_SYNC_FLUSH });
    const headers = 'content-type: application/x-ndjson\r\ncontent-encoding: gzip\r\n';
    await sendsOn(headers, Buffer.alloc(100_000, '0'), 'malformed-gzip', lines);
  });
});

// Starting a program costs more than what is tested.
describe.each(programs)('$name', ({ program, args, answers }) => {
  it.each(REFUSED.filter((_, index) => index % 3 === 0))(
    'reads why %s of %s was refused',
    async (path, type, status, code) => {
      const { stdout } = await run(program, [...args, service.url, path, type, String(SIZE)]);
      const lines = stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(answers);
      for (const line of lines) expect(line).toMatch(new RegExp(`^\\S+ ${status} .*"code":"${code}"`));
    },
  );
});
