import { ask, said } from '../support/ask.js';
import { places } from '../support/events.js';
import { killProcesses, startProcess, storedIn, type Environment } from '../support/service-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { startCollector, type Collector } from './collector.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
/** Tells of every module of the SDK that is loaded. */
const TELLING = `import { registerHooks } from 'node:module';
registerHooks({
  load(url, context, next) {
    const [, name] = /node_modules\\/(@opentelemetry\\/[a-z-]+)\\//.exec(url) ?? [];
    if (name) process.stderr.write('LOADED ' + name + '\\n');
    return next(url, context);
  },
});`;
const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(TELLING)}`;

const folder = temporaryFolder();
let collector: Collector;
beforeEach(async () => (collector = await startCollector()));
afterEach(async () => {
  await killProcesses();
  await collector.close();
});

/** Runs a service, posts to it within a trace, and stops it once that is in the figures; what it has said. */
async function run(environment: Environment): Promise<string> {
  const service = await startProcess({ ...storedIn(folder.path), ...environment });
  const answer = await ask(`${service.url}/v1/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents-batch+json',
      traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
    },
    body: JSON.stringify(places()),
  });
  expect(answer.status).toBe(200);
  const last = said(answer).results.at(-1).position;
  expect((await ask(`${service.url}/v1/stock?minPosition=${last}`)).status).toBe(200);
  expect(await service.terminate()).toBe(0);
  return service.output();
}

const loaded = (output: string) => new Set([...output.matchAll(/^LOADED (\S+)$/gm)].map(([, name]) => name));
const warnings = (output: string) =>
  [...output.matchAll(/^\{"level":"warn".*$/gm)].map(([line]) => JSON.parse(line).message);

describe('a service', () => {
  it('that nobody asks for traces loads nothing that makes them', async () => {
    const output = await run({ NODE_OPTIONS });
    // The metrics' library asks it whether there is a trace.
    expect([...loaded(output)]).toEqual(['@opentelemetry/api']);
  });

  it('whose traces are switched off sends none, whatever else is asked', async () => {
    const asked = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_SDK_DISABLED: 'true',
    };
    const output = await run({ ...asked, NODE_OPTIONS });
    expect([...loaded(output)]).toEqual(['@opentelemetry/api']);
    expect(collector.requests).toEqual([]);
  });

  it('sends in protobuf unless asked otherwise, and all that is left when it stops', async () => {
    const output = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/otlp`, NODE_OPTIONS });
    expect([...loaded(output)]).toContain('@opentelemetry/sdk-trace');
    expect(warnings(output)).toEqual([]);
    const sent = Buffer.concat(collector.requests.map(({ body }) => body));
    expect(collector.requests[0]).toMatchObject({
      path: '/otlp/v1/traces',
      headers: { 'content-type': 'application/x-protobuf' },
    });
    for (const part of ['POST /v1/events', 'take in', 'append', 'project', Buffer.from(TRACE, 'hex')])
      expect([part, sent.includes(part)]).toEqual([part, true]);
  });

  it('has the name, the attributes, the headers and the address that the environment gives', async () => {
    await run({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/own`,
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=plant-1',
      OTEL_SERVICE_NAME: 'ledger-bj-1',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,deployment.environment.name=test',
    });
    expect(collector.requests[0]).toMatchObject({ path: '/own', headers: { 'x-tenant': 'plant-1' } });
    const { service } = await collector.span(({ name }) => name === 'POST /v1/events');
    expect(service).toMatchObject({ 'service.name': 'ledger-bj-1', 'deployment.environment.name': 'test' });
  });

  it('keeps the traces that the sampler says', async () => {
    await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_TRACES_SAMPLER: 'parentbased_always_off',
    });
    const kept = collector.spans().map(({ name, traceId }) => [name, traceId]);
    expect(kept.map(([name]) => name)).toContain('POST /v1/events');
    // The projector's have no parent that keeps them.
    expect(new Set(kept.map(([, traceId]) => traceId))).toEqual(new Set([TRACE]));
  });

  it('prints its spans where the console is asked for', async () => {
    const output = await run({ OTEL_TRACES_EXPORTER: 'console' });
    expect(output).toMatch(new RegExp(`traceId: '${TRACE}'[\\s\\S]*name: 'POST /v1/events'`));
    expect(collector.requests).toEqual([]);
  });

  it('says in one sentence what it cannot do, and goes on without', async () => {
    const output = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
    expect(warnings(output)).toEqual([
      'OTEL_EXPORTER_OTLP_PROTOCOL: grpc is not supported, http/protobuf and http/json are; no traces are sent.',
    ]);
    expect(collector.requests).toEqual([]);
  });
});
