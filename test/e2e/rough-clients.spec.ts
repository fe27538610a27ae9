import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { killProcesses, startProcess, storedIn, type ServiceProcess } from '../support/service-process.js';
import { ask, linesOf, said } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { EARLIER, newVin, places, produced, type TestEvent } from '../support/events.js';
import { slowestMeanwhile } from '../support/meanwhile.js';
import { openStream } from '../support/open-stream.js';
import { problemOf } from '../support/problem.js';
import { chunk, chunkedHead, openRaw } from '../support/raw-connection.js';
import { senderTo } from '../support/send.js';
import { reach, type TestService } from '../support/reach.js';

/** An answer for which the service works longer is not prompt, milliseconds of processor. */
const PROMPT = 1_000;
/** Between two bytes of one who is slow, milliseconds. */
const SLOW = 20;

describe('rough clients', () => {
  let folder: string;
  let child: ServiceProcess;
  let service: TestService;
  const acknowledged = new Map<string, TestEvent>();

  const send = async (sent: TestEvent): Promise<number> => {
    const { status } = await service.send.structured(sent);
    if (status === 201) acknowledged.set(sent.id, sent);
    return status;
  };
  /** Somebody else sends an event and reads a figure. */
  const someoneElse = async () => {
    expect(await send(produced(newVin()))).toBe(201);
    expect((await service.get('/v1/monthly-totals')).status).toBe(200);
  };
  const residentMegabytes = async () =>
    Number(/VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plant-ledger-rough-'));
    child = await startProcess({ ...storedIn(folder), LEDGER_CLOCK: EARLIER });
    service = await reach(child.url, folder, 'sqlite', async () => {
      await child.terminate();
    });
    await service.send.batch(places());
  });
  afterAll(async () => {
    await service.close();
    await killProcesses();
    await rm(folder, { recursive: true });
  });

  it('200 connections at once are all answered, and somebody else promptly meanwhile', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 200 });
    const { structured } = senderTo(child.url, agent);
    const clients = Array.from({ length: 200 }, async () => {
      for (let round = 0; round < 10; round += 1) {
        const sent = produced(newVin());
        const { status } = await structured(sent);
        expect(status).toBe(201);
        acknowledged.set(sent.id, sent);
      }
    });
    expect(await slowestMeanwhile(child.pid, Promise.all(clients), someoneElse)).toBeLessThan(PROMPT);
    agent.destroy();
  });

  it('a client that sends byte by byte, slowly, is answered in the end, and nobody waits for it', async () => {
    const slow = Array.from({ length: 60 }, async () => {
      const { id, source, type, time, data } = produced(newVin());
      const body = JSON.stringify(data);
      const { socket, received } = await openRaw(child.url);
      socket.write(
        `POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n` +
          `ce-specversion: 1.0\r\nce-id: ${id}\r\nce-source: ${source}\r\nce-type: ${type}\r\nce-time: ${time}\r\n\r\n`,
      );
      for (const byte of body) {
        await delay(SLOW);
        socket.write(byte);
      }
      await eventually(() => received().includes('\r\n\r\n'));
      socket.destroy();
      expect(received()).toMatch(/^HTTP\/1.1 201 /);
      acknowledged.set(id, { specversion: '1.0', id, source, type, time, data });
    });
    expect(await slowestMeanwhile(child.pid, Promise.all(slow), someoneElse)).toBeLessThan(PROMPT);
  });

  it('clients that drop in the middle of a head, a body or a stream do no harm', async () => {
    const whole = Array.from({ length: 40 }, () => produced(newVin()));
    const dropping = whole.map(async (sent, index) => {
      const { socket } = await openRaw(child.url);
      const line = `${JSON.stringify(sent)}\n`;
      if (index % 4 === 0) socket.write('POST /v1/events HTTP/1.1\r\nhost: led');
      if (index % 4 === 1) socket.write(chunkedHead('application/cloudevents+json') + chunk(line).slice(0, -9));
      if (index % 4 === 2) socket.write(chunkedHead('application/x-ndjson') + chunk(line + line.slice(0, 50)));
      if (index % 4 === 3) socket.write(chunkedHead('application/x-ndjson') + chunk(line));
      await delay(500 + index * 5);
      if (index % 4 === 3) socket.write('zz\r\n');
      if (index % 2) socket.destroy();
      else socket.resetAndDestroy();
    });
    expect(await slowestMeanwhile(child.pid, Promise.all(dropping), someoneElse)).toBeLessThan(PROMPT);
    const again = linesOf(await service.send.stream(whole)).at(-1);
    expect(again).toMatchObject({ quarantined: 0, rejected: 0 });
    expect(again.accepted + again.duplicates).toBe(whole.length);
    // Lines that were whole had come in time to be taken, whatever became of the connection.
    expect(again.duplicates).toBeGreaterThanOrEqual(18);
    for (const sent of whole) acknowledged.set(sent.id, sent);
  });

  it('a single body that never ends is refused, and its connection ended', async () => {
    const { socket, received, closed } = await openRaw(child.url);
    socket.write(chunkedHead('application/cloudevents+json'));
    const filling = (async () => {
      const piece = chunk('x'.repeat(16_384));
      while (!socket.destroyed && socket.writable) {
        if (!socket.write(piece)) await Promise.race([new Promise((go) => socket.once('drain', go)), closed]);
        await delay(1);
      }
    })();
    const ended = Promise.race([
      closed,
      delay(30_000, undefined, { ref: false }).then(() => Promise.reject(new Error('it goes on'))),
    ]);
    expect(await slowestMeanwhile(child.pid, ended, someoneElse)).toBeLessThan(PROMPT);
    await filling;
    expect(received()).toMatch(/^HTTP\/1.1 413 /);
    expect(received()).toContain('application/problem+json');
  });

  it('a body larger than the limit is told so, whole, to one who sends it all before reading', async () => {
    for (let round = 0; round < 20; round += 1) {
      const body = Buffer.alloc(6 * 1024 * 1024, 'x');
      const answer = await service.send.post('application/cloudevents-batch+json', body);
      expect(problemOf(answer)).toMatchObject({ status: 413, code: 'too-large' });
    }
  });

  it('a stream that never sends a line feed takes no memory, and is answered when it ends', async () => {
    const stream = openStream(child.url);
    await someoneElse();
    const before = await residentMegabytes();
    const filling = (async () => {
      const piece = 'x'.repeat(65_536);
      for (let sent = 0; sent < 200 * 1024 * 1024; sent += piece.length) {
        stream.write(piece);
        if (sent % (32 * 65_536) === 0) await delay(5);
      }
    })();
    expect(await slowestMeanwhile(child.pid, filling, someoneElse)).toBeLessThan(PROMPT);
    expect((await residentMegabytes()) - before).toBeLessThan(150);
    stream.write(`\n${JSON.stringify(produced(newVin()))}\n`);
    const [tooLong, summary] = await stream.end();
    expect(JSON.parse(tooLong ?? '')).toMatchObject({ line: 1, result: 'rejected', code: 'too-large' });
    expect(JSON.parse(summary ?? '')).toMatchObject({ accepted: 1, rejected: 1 });
  });

  it('a client that never reads its answer is not read from any more, and nobody else notices', async () => {
    const { socket, closed } = await openRaw(child.url);
    socket.pause();
    socket.write(chunkedHead('application/x-ndjson'));
    const before = await residentMegabytes();
    const piece = chunk('nonsense\n'.repeat(1_000));
    let sent = 0;
    let isStuck = false;
    const filling = (async () => {
      while (!isStuck && sent < 100_000_000 && !socket.destroyed) {
        sent += piece.length;
        if (socket.write(piece)) continue;
        const drained = new Promise((go) => socket.once('drain', go)).then(() => true);
        isStuck = !(await Promise.race([drained, closed.then(() => false), delay(3_000, false)]));
      }
    })();
    expect(await slowestMeanwhile(child.pid, filling, someoneElse)).toBeLessThan(PROMPT);
    expect(isStuck).toBe(true);
    expect((await residentMegabytes()) - before).toBeLessThan(150);
    socket.destroy();
    await someoneElse();
  });

  it('heads that are never finished keep nobody waiting', async () => {
    const open = await Promise.all(Array.from({ length: 100 }, () => openRaw(child.url)));
    for (const { socket } of open) socket.write('POST /v1/events HTTP/1.1\r\nhost: localhost\r\nx-more: ');
    expect(await slowestMeanwhile(child.pid, delay(1_000), someoneElse)).toBeLessThan(PROMPT);
    for (const { socket } of open) socket.destroy();
  });

  it('lose nothing that was acknowledged: all of it is there, once, and the totals are right', async () => {
    const { head } = said(await service.get('/v1/status'));
    const again = linesOf(await service.send.stream([...acknowledged.values()])).at(-1);
    expect(again).toMatchObject({ accepted: 0, duplicates: acknowledged.size, quarantined: 0, rejected: 0 });
    expect(acknowledged.size).toBeGreaterThan(2_000);
    const { produced: total } = (await service.read('/v1/monthly-totals')).rows[0];
    const units = new Set(
      (await service.log()).flatMap(({ type, stream }) => (type === 'UnitProduced' ? [stream] : [])),
    );
    expect(total).toBe(units.size);
    expect(said(await service.get('/v1/status'))).toMatchObject({ head, caughtUp: true });
    expect((await ask(`${child.url}/readyz`)).status).toBe(200);
    expect(child.output()).not.toMatch(/"level":"(error|fatal)"|Unhandled|MaxListeners/);
  });
});
