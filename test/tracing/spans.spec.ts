import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '@plant-ledger/configuration';
import type { EventStore } from '@plant-ledger/event-store';
import { openLog } from '../../apps/api/src/platform/logging/log.js';
import { startService, type Service } from '../../apps/api/src/service.js';
import { EVENT_STORE } from '../../apps/api/src/tokens.js';
import { ask } from '../support/ask.js';
import { newVin, places, produced } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { startCollector, type Collector, type ReceivedSpan } from './collector.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const [SERVER, CLIENT] = [2, 3];
const ERROR = 2;

let folder: string;
let collector: Collector;
let service: Service;
let lines: Readonly<Record<string, unknown>>[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plant-ledger-traces-'));
  collector = await startCollector();
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  });
  lines = [];
  service = await startService(
    readConfiguration({
      ...process.env,
      PORT: '0',
      LEDGER_EVENT_STORE: `sqlite:${join(folder, 'log.db')}`,
      LEDGER_READ_MODEL: `sqlite:${join(folder, 'read-model')}`,
      LEDGER_LOG_LEVEL: 'debug',
    }),
    openLog('debug', { write: (line) => void lines.push(JSON.parse(line)) }),
  );
  await post(places());
});
afterAll(async () => {
  await service.close();
  await collector.close();
  await rm(folder, { recursive: true });
});

const post = (sent: unknown, headers: Readonly<Record<string, string>> = {}, query = '') =>
  ask(`${service.url}/v1/events${query}`, {
    method: 'POST',
    headers: { 'content-type': `application/cloudevents${Array.isArray(sent) ? '-batch' : ''}+json`, ...headers },
    body: JSON.stringify(sent),
  });

let traces = 0;
const newTrace = () => `${TRACE.slice(0, -4)}${(traces += 1).toString().padStart(4, '0')}`;
const from = (trace: string, flags = '01') => ({ traceparent: `00-${trace}-${CALLER}-${flags}` });

/** The spans of a trace, once its request's, which ends last, has come. */
const spansOf = async (trace: string) => {
  const request = await collector.span(({ traceId, kind }) => traceId === trace && kind === SERVER);
  const all = collector.spans().filter(({ traceId }) => traceId === trace);
  const within = (parent: ReceivedSpan) => all.filter(({ parentSpanId }) => parentSpanId === parent.spanId);
  return { request, all, within };
};

describe('the spans of what is posted', () => {
  it('are part of the caller’s trace: the request, in it what was taken in, in it what was appended', async () => {
    const trace = newTrace();
    await post(produced(newVin()), { ...from(trace), tracestate: 'gate=3' });
    const { request, within } = await spansOf(trace);
    expect(request).toMatchObject({ name: 'POST /v1/events', parentSpanId: CALLER, traceState: 'gate=3' });
    expect(request.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/events',
      'http.response.status_code': 201,
      'url.path': '/v1/events',
      'url.scheme': 'http',
      'network.protocol.version': '1.1',
    });
    const [takenIn, nothingElse] = within(request);
    expect(nothingElse).toBeUndefined();
    expect([takenIn?.name, takenIn?.attributes]).toEqual([
      'take in',
      {
        'ledger.events': 1,
        'ledger.mode': 'first time',
        'ledger.accepted': 1,
        'ledger.duplicates': 0,
        'ledger.quarantined': 0,
        'ledger.rejected': 0,
      },
    ]);
    const appends = within(takenIn as ReceivedSpan);
    expect(appends.map(({ name, kind, attributes }) => [name, kind, attributes])).toEqual([
      [
        'append',
        CLIENT,
        {
          'db.system.name': 'sqlite',
          'db.operation.name': 'append',
          'ledger.streams': 1,
          'ledger.events': 1,
          'ledger.conflicts': 0,
        },
      ],
    ]);
  });

  it('say what became of a batch', async () => {
    const trace = newTrace();
    const [vin, other] = [newVin(), newVin()];
    await post([produced(vin), produced(other), produced(vin), produced('NOTAVIN')], from(trace));
    const { all } = await spansOf(trace);
    expect(all.find(({ name }) => name === 'take in')?.attributes).toMatchObject({
      'ledger.events': 4,
      'ledger.accepted': 2,
      'ledger.duplicates': 1,
      'ledger.rejected': 1,
    });
  });

  it('have no append where a dry run appends nothing', async () => {
    const trace = newTrace();
    await post(produced(newVin()), from(trace), '?dryRun=true');
    const { all } = await spansOf(trace);
    expect(all.map(({ name }) => name).toSorted()).toEqual(['POST /v1/events', 'take in']);
    expect(all.find(({ name }) => name === 'take in')?.attributes).toMatchObject({ 'ledger.mode': 'dry run' });
  });

  it('are those of every part of a stream', async () => {
    const trace = newTrace();
    await ask(`${service.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...from(trace) },
      body: [1, 2].map(() => `${JSON.stringify(produced(newVin()))}\n`).join(''),
    });
    const { request, within } = await spansOf(trace);
    expect(request.attributes['http.response.status_code']).toBe(200);
    const events = within(request).map(({ attributes }) => Number(attributes['ledger.events']));
    expect(events.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  it('are not made where the caller does not keep the trace', async () => {
    const [dropped, kept] = [newTrace(), newTrace()];
    await post(produced(newVin()), from(dropped, '00'));
    await post(produced(newVin()), from(kept));
    await spansOf(kept);
    expect(collector.spans().filter(({ traceId }) => traceId === dropped)).toEqual([]);
  });
});

describe('the spans of other requests', () => {
  it('are named by the route, and name no vehicle', async () => {
    const [trace, vin] = [newTrace(), newVin()];
    await post(produced(vin));
    await ask(`${service.url}/v1/units/${vin}?asOf=1`, { headers: from(trace) });
    const { request } = await spansOf(trace);
    expect(request.name).toBe('GET /v1/units/:vin');
    expect(request.attributes).not.toHaveProperty(['url.path']);
    expect(collector.requests.every(({ body }) => !body.includes(vin))).toBe(true);
  });

  it('are named by the method alone where there is no route', async () => {
    const trace = newTrace();
    await ask(`${service.url}/nowhere`, { headers: from(trace) });
    const { request } = await spansOf(trace);
    expect([request.name, request.attributes['http.response.status_code'], request.status.code]).toEqual([
      'GET',
      404,
      0,
    ]);
  });

  it('are not made for what machines ask every few seconds', async () => {
    const asked = ['/livez', '/readyz', '/metrics'].map((path) => ({ path, trace: newTrace() }));
    for (const { path, trace } of asked) await ask(service.url + path, { headers: from(trace) });
    const after = newTrace();
    await ask(`${service.url}/v1/stock`, { headers: from(after) });
    await spansOf(after);
    const traced = collector.spans().map(({ traceId }) => traceId);
    expect(asked.filter(({ trace }) => traced.includes(trace))).toEqual([]);
  });

  it('begin a trace where the caller has none, which the log names', async () => {
    await ask(`${service.url}/v1/stock`, { headers: { 'x-request-id': 'no-trace', traceparent: 'nonsense' } });
    await eventually(() => lines.some(({ requestId }) => requestId === 'no-trace'));
    const { traceId } = lines.find(({ requestId }) => requestId === 'no-trace') ?? {};
    const { request } = await spansOf(String(traceId));
    expect(request.parentSpanId).toBeUndefined();
  });
});

it('a batch of the projector is a trace of its own, with its events and position', async () => {
  const { body } = await post(produced(newVin()), from(newTrace()));
  const { position } = JSON.parse(body);
  const span = await collector.span(
    ({ name, attributes }) => name === 'project' && Number(attributes['ledger.position']) >= Number(position),
  );
  expect(span.parentSpanId).toBeUndefined();
  expect(Number(span.attributes['ledger.events'])).toBeGreaterThan(0);
});

it('the service is known by its name and version', () => {
  expect(collector.spans()[0]?.service).toMatchObject({ 'service.name': 'plant-ledger', 'service.version': '0.1.0' });
});

it('what could not be answered is an error, told by its kind and not by its words', async () => {
  const trace = newTrace();
  await service.app.get<EventStore>(EVENT_STORE).close();
  expect((await post(produced(newVin()), from(trace))).status).toBe(503);
  const { request, all } = await spansOf(trace);
  expect(request.status).toEqual({ code: ERROR });
  expect(request.attributes).toMatchObject({ 'http.response.status_code': 503, 'error.type': '503' });
  const takenIn = all.find(({ name }) => name === 'take in');
  expect([takenIn?.status, takenIn?.attributes['error.type']]).toEqual([{ code: ERROR }, 'StoreUnavailableError']);
});
