import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLevel } from '@plant-ledger/configuration';
import { humanLine } from '../../apps/api/src/platform/logging/human-lines.js';
import { openLog } from '../../apps/api/src/platform/logging/log.js';
import { startService, type Service } from '../../apps/api/src/service.js';
import { ask } from '../support/ask.js';
import { configuredIn } from '../support/configured.js';
import { event, newVin, places, produced } from '../support/events.js';
import { openLive } from '../support/live.js';
import { stopProjector } from './stop-projector.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let folder: string;
let service: Service;
let lines: Readonly<Record<string, unknown>>[];

const start = async (level: LogLevel): Promise<void> => {
  folder = await mkdtemp(join(tmpdir(), 'plant-ledger-log-'));
  lines = [];
  service = await startService(
    configuredIn(folder, { liveConnections: 10, logLevel: level }),
    openLog(level, { write: (line) => void lines.push(JSON.parse(line)) }),
  );
};
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

const post = (sent: unknown, headers: Readonly<Record<string, string>> = {}) =>
  ask(`${service.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': `application/cloudevents${Array.isArray(sent) ? '-batch' : ''}+json`, ...headers },
    body: JSON.stringify(sent),
  });
const of = (requestId: unknown) => lines.filter((line) => line.requestId === requestId);

describe('what is logged at debug', () => {
  beforeEach(() => start('debug'));

  it('is every request, by its id, its trace and what its event belongs to', async () => {
    await post(places());
    const answer = await post(produced(newVin(), { correlationid: 'order-7' }), {
      'x-request-id': 'gate-3:4711',
      traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
    });
    expect(answer.headers['x-request-id']).toBe('gate-3:4711');
    expect(of('gate-3:4711')).toEqual([
      {
        level: 'debug',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        pid: process.pid,
        requestId: 'gate-3:4711',
        traceId: TRACE,
        correlation: 'order-7',
        method: 'POST',
        route: '/v1/events',
        status: 201,
        milliseconds: expect.any(Number),
        path: '/v1/events',
        message: 'A request was answered',
      },
    ]);
  });

  it('has an id for every request, whatever the client says of itself', async () => {
    for (const given of [undefined, 'a b', 'x'.repeat(129), '{"json":1}', '<script>']) {
      const headers = given === undefined ? {} : { 'x-request-id': given, traceparent: 'nonsense' };
      const { headers: answered } = await ask(`${service.url}/v1/stock`, { headers });
      expect(answered['x-request-id']).toMatch(UUID);
      expect(of(answered['x-request-id'])).toMatchObject([{ route: '/v1/stock', status: 200 }]);
      expect(of(answered['x-request-id'])[0]).not.toHaveProperty('traceId');
    }
  });

  it('has what the events of a batch belong to where they all say the same', async () => {
    await post(places());
    const same = [1, 2].map(() => produced(newVin(), { correlationid: 'shift-1' }));
    await post(same, { 'x-request-id': 'same' });
    await post([...same, produced(newVin())], { 'x-request-id': 'mixed' });
    expect(of('same')).toMatchObject([{ correlation: 'shift-1' }]);
    expect(of('mixed')[0]).not.toHaveProperty('correlation');
  });

  it.each([
    ['a path that is not there', '/nowhere', 404],
    ['a path that cannot be decoded', '/v1/units/%E0%A4%A', 400],
  ])('answers with an id: %s', async (_, path, status) => {
    const answer = await ask(service.url + path);
    expect([answer.status, typeof answer.headers['x-request-id']]).toEqual([status, 'string']);
  });

  it('answers streams and live clients with an id, too', async () => {
    const stream = await ask(`${service.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'x-request-id': 'stream-1' },
      body: `${JSON.stringify(places()[0])}\n`,
    });
    expect(stream.headers['x-request-id']).toBe('stream-1');
    const live = await openLive(service.url);
    expect(live.headers['x-request-id']).toMatch(UUID);
    live.drop();
  });
});

describe('what is logged at info', () => {
  beforeEach(() => start('info'));

  it('is no request that was answered, no body, and no VIN', async () => {
    const vin = newVin();
    await post(places());
    await post([produced(vin), produced(vin, { id: 'again' }), event('UnitScrapped', { vin, reason: 'secret' })]);
    await ask(`${service.url}/v1/units/${vin}`);
    expect(lines.map(({ message }) => message)).toEqual([]);
  });

  it('is what could not be answered, with its id, and not where it was asked', async () => {
    const vin = newVin();
    // A type that a newer version wrote stops the projector, so that the service is not ready any more.
    await stopProjector(service, vin);
    const unready = await ask(`${service.url}/readyz`, { headers: { 'x-request-id': 'r-2' } });
    expect(unready.status).toBe(503);
    expect(of('r-2')).toMatchObject([{ level: 'warn', route: '/readyz', status: 503 }]);
    expect(lines.find(({ level }) => level === 'error')?.message).toMatch(/stopped before PlantMoved .*stream unit-…/);
    expect(JSON.stringify(lines)).not.toContain(vin);
  });
});

describe('for a person at a terminal', () => {
  beforeEach(() => start('silent'));

  it('a line is a sentence with what else is known, and an error has its stack under it', () => {
    const line = {
      level: 'warn',
      time: '2024-07-29T12:00:00.000Z',
      pid: 1,
      message: 'Slow',
      requestId: 'r',
      status: 503,
    };
    expect(plain(humanLine(line))).toBe('12:00:00 warn  Slow requestId=r status=503');
    const failed = { ...line, level: 'error', message: 'No', err: { message: 'No', stack: 'Error: No\n    at here' } };
    expect(plain(humanLine(failed))).toBe('12:00:00 error No requestId=r status=503\nError: No\n    at here');
    expect(lines).toEqual([]);
  });

  it('and in a file, what comes from outside moves no cursor and turns no text', () => {
    const written: string[] = [];
    openLog('info', { write: (line) => void written.push(line) }).info('a\u009bb\u202ec');
    expect(written.join('')).toContain('a\\u009bb\\u202ec');
    const line = { level: 'info', time: '2024-07-29T12:00:00.000Z', message: 'a\u009bb', stream: '\u202ec' };
    expect(plain(humanLine(line))).toBe('12:00:00 info  a\\u009bb stream=\\u202ec');
  });
});

const plain = (text: string): string => text.replaceAll(/\u001b\[\d+m/g, '');
