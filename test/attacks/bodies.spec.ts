import { createGzip, gzipSync } from 'node:zlib';
import { setTimeout as delay } from 'node:timers/promises';
import { event, newVin, produced } from '../support/events.js';
import { parseExposition } from '../support/exposition.js';
import { chunk, chunkedHead, openRaw, type RawConnection } from '../support/raw-connection.js';
import { killProcesses } from '../support/service-process.js';
import type { TestService } from '../support/reach.js';
import { attack, residentMebibytes } from './attack.js';

afterAll(killProcesses);

const BATCH = 'application/cloudevents-batch+json';
const MEBIBYTE = 1024 * 1024;

const metric = async (service: TestService, name: string) =>
  parseExposition((await service.get('/metrics')).body).value(name) ?? NaN;

async function inParallel<T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> {
  const given: T[] = [];
  for (let start = 0; start < count; start += 50)
    given.push(...(await Promise.all(Array.from({ length: Math.min(50, count - start) }, (_, n) => act(start + n)))));
  return given;
}

const closeAll = (connections: readonly RawConnection[]) => {
  for (const { socket } of connections) socket.destroy();
};

describe('bodies that take room', () => {
  it('500 half-sent bodies of 1 MB take no more than they may together, and keep nobody out', async () => {
    await attack(async ({ service, process }) => {
      const before = await residentMebibytes(process);
      const head = `POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${BATCH}\r\ncontent-length: ${MEBIBYTE}\r\n\r\n`;
      const connections = await inParallel(500, async () => {
        const connection = await openRaw(service.url);
        connection.socket.write(`${head}[${'x'.repeat(MEBIBYTE / 2)}`);
        return connection;
      });
      while ((await metric(service, 'ledger_intake_bodies_refused_total')) <= 300) await delay(100);
      const most = await metric(service, 'ledger_intake_bodies_limit_bytes');
      expect(most).toBe(64 * MEBIBYTE);
      expect(await metric(service, 'ledger_intake_bodies_bytes')).toBeLessThanOrEqual(most);
      expect((await residentMebibytes(process)) - before).toBeLessThan(250);
      const refused = connections.map(({ received }) => received()).filter((answer) => answer !== '');
      for (const answer of refused) expect(answer).toMatch(/^HTTP\/1.1 503 [^]*retry-after: 1\r\n[^]*too-many-bodies/);
      expect(refused.length).toBeGreaterThan(300);
      // Whoever comes meanwhile gets through.
      expect((await service.send.batch([produced(newVin(), {}, 'by-1')])).status).toBe(200);
      closeAll(connections);
      while ((await metric(service, 'ledger_intake_bodies_bytes')) > 0) await delay(50);
    });
  });

  it('nor do lines of streams that never end, and bodies in chunks of a byte', async () => {
    await attack(async ({ service, process }) => {
      const before = await residentMebibytes(process);
      const streams = await inParallel(400, async () => {
        const connection = await openRaw(service.url);
        connection.socket.write(chunkedHead('application/x-ndjson') + chunk('x'.repeat(250_000)));
        return connection;
      });
      const byBytes = await inParallel(10, async () => {
        const connection = await openRaw(service.url);
        connection.socket.write(chunkedHead('application/cloudevents+json'));
        return connection;
      });
      // One after the other: Node's own parser takes two microseconds for a chunk, and reads all that came from all at once.
      for (let portion = 0; portion < 25; portion += 1)
        for (const { socket } of byBytes) {
          socket.write(chunk('x').repeat(2_000));
          await delay(10);
        }
      await delay(1_000);
      expect(await metric(service, 'ledger_intake_bodies_bytes')).toBeLessThanOrEqual(64 * MEBIBYTE);
      expect((await residentMebibytes(process)) - before).toBeLessThan(250);
      closeAll([...streams, ...byBytes]);
    });
  });

  it('zip bombs inflate to no more than may be sent', async () => {
    await attack(async ({ service, process }) => {
      const before = await residentMebibytes(process);
      const bomb = await bombOf(100);
      const zipped = { 'content-encoding': 'gzip' };
      for (const type of ['application/cloudevents+json', BATCH, 'application/x-ndjson', 'text/csv']) {
        const answers = await inParallel(10, () => service.send.post(type, bomb, '', zipped));
        // Those that come while others are inflated may find no room.
        for (const { body } of answers) expect(body).toMatch(/"code":"(too-large|too-many-bodies|malformed-csv)"/);
        expect(answers.some(({ status }) => status !== 503)).toBe(true);
      }
      expect((await residentMebibytes(process)) - before).toBeLessThan(250);
    });
  });
});

describe('bodies that take work', () => {
  const fields = (count: number, event = 0) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`unknown${event}x${index}`, 1]));

  it('a batch with 20,000 unknown fields an event, or a value as broad, is refused before it costs anything', async () => {
    await attack(async ({ service }) => {
      const many = Array.from({ length: 8 }, (_, index) => event('UnitHeld', fields(20_000, index)));
      const lists = Array.from({ length: 6 }, () =>
        event('UnitHeld', { vin: Array.from({ length: 300_000 }, () => 1) }),
      );
      for (let round = 0; round < 5; round += 1)
        for (const batch of [many, lists, many.slice(0, 1)]) {
          const { body, status } = await service.send.batch(batch);
          expect(body).toContain('too-large');
          expect(status).toBe(batch.length === 1 ? 200 : 413);
        }
    });
  });

  it('neither do streams of lines, and data in base64, with as many fields as may be', async () => {
    await attack(async ({ service }) => {
      const broad = Array.from({ length: 150 }, (_, index) => event('UnitHeld', fields(1_000, index)));
      const encoded = broad.slice(0, 100).map(({ data, ...rest }) => ({
        ...rest,
        data_base64: Buffer.from(JSON.stringify(data)).toString('base64'),
      }));
      expect((await service.send.stream(broad, '?dryRun=true')).body).toContain('"rejected":150');
      expect((await service.send.batch(encoded, '?dryRun=true')).body).toContain('"rejected":100');
    });
  });

  it('what is nested 8,000 and 1,000,000 deep is a 400', async () => {
    await attack(async ({ service }) => {
      for (const depth of [8_000, 1_000_000]) {
        const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
        const extended = JSON.stringify(produced(newVin())).replace('{', `{"ext":${nested},`);
        const answer = await service.send.post(BATCH, `[${extended}]`);
        expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('too-deep')]);
      }
    });
  });

  it('CSV of 200,000 columns, and empty lines by the million, hold nobody up', async () => {
    await attack(async ({ service }) => {
      const csv = await service.send.post('text/csv', `type,time,id${',x'.repeat(100_000)}\n`, '?source=//x');
      expect([csv.status, csv.body]).toEqual([400, expect.stringContaining('at most 500')]);
      const header = 'type,time,source,id\n';
      const broad = await service.send.post('text/csv', `${header}${`${','.repeat(200_000)}\n`.repeat(20)}`);
      expect(broad.body).toContain('"accepted":0');
      const blank = await service.send.post('application/x-ndjson', '\n'.repeat(20_000_000));
      expect(blank.body).toContain('"accepted":0');
    });
  });

  it('names that stand twice, at the end of a whole batch, cost no more than reading it', async () => {
    await attack(async ({ service }) => {
      const text = `[{"a":"${'\\":'.repeat(1_000_000)}","b":1,"b":2}]`;
      for (let round = 0; round < 5; round += 1)
        expect((await service.send.post(BATCH, text)).body).toContain('stands twice');
    });
  });
});

/** So many MiB of nothing, made without holding them. */
async function bombOf(mebibytes: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const piece = Buffer.alloc(MEBIBYTE, ' ');
  const chunks: Buffer[] = [];
  gzip.on('data', (bytes: Buffer) => chunks.push(bytes));
  for (let count = 0; count < mebibytes; count += 1)
    if (!gzip.write(piece)) await new Promise((go) => gzip.once('drain', go));
  await new Promise((done) => gzip.once('end', done).end());
  return Buffer.concat([gzipSync('\n'), ...chunks]);
}
