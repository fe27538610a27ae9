import { askedTraces } from './asked-traces.js';

const ENDPOINT = 'http://collector.example:4318';
const exporters = (variables: NodeJS.ProcessEnv) => askedTraces(variables)?.exporters;
const warnings = (variables: NodeJS.ProcessEnv) => askedTraces(variables)?.warnings ?? [];

describe('traces', () => {
  it.each<NodeJS.ProcessEnv>([
    {},
    { OTEL_SERVICE_NAME: 'ledger', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_TRACES_SAMPLER: 'always_on' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: '  ', OTEL_TRACES_EXPORTER: '' },
    { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT },
    { OTEL_TRACES_EXPORTER: 'console,none' },
    { OTEL_SDK_DISABLED: 'True', OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT },
  ])('are not asked for by %j', (variables) => {
    expect(askedTraces(variables)).toBeUndefined();
  });

  it.each<[NodeJS.ProcessEnv, readonly string[]]>([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT }, ['http/protobuf']],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ENDPOINT, OTEL_SDK_DISABLED: 'false' }, ['http/protobuf']],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, ['http/protobuf']],
    [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'HTTP/JSON' }, ['http/json']],
    [
      {
        OTEL_TRACES_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      },
      ['http/json'],
    ],
    [{ OTEL_TRACES_EXPORTER: 'console', OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT }, ['console']],
    [{ OTEL_TRACES_EXPORTER: ' console , otlp,console' }, ['console', 'http/protobuf']],
  ])('are asked for by %j, as %j', (variables, wanted) => {
    expect(exporters(variables)).toEqual(wanted);
    expect(warnings(variables)).toEqual([]);
  });

  it.each<[NodeJS.ProcessEnv, RegExp]>([
    [
      { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      /^OTEL_EXPORTER_OTLP_PROTOCOL: grpc is not/,
    ],
    [
      { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'x' },
      /^OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: /,
    ],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, /^OTEL_TRACES_EXPORTER: zipkin is not supported, otlp and console are/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /^OTEL_EXPORTER_OTLP_ENDPOINT is not an http/],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '//a:b@c' }, /^OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is not an http[^@]*$/],
  ])('that %j asks for are not made, which is told', (variables, said) => {
    expect(exporters(variables)).toEqual([]);
    expect(warnings(variables)).toEqual([expect.stringMatching(said)]);
  });

  it('are made as far as they can be', () => {
    const variables = { OTEL_TRACES_EXPORTER: 'zipkin,console' };
    expect(exporters(variables)).toEqual(['console']);
    expect(warnings(variables)).toHaveLength(1);
  });
});

describe('the sampler', () => {
  const asked = (name?: string, argument?: string) =>
    askedTraces({
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_TRACES_SAMPLER: name,
      OTEL_TRACES_SAMPLER_ARG: argument,
    });

  it('keeps what the caller keeps, and every trace that begins here, unless told otherwise', () => {
    expect(asked()?.sampler).toEqual({ name: 'parentbased_always_on', ratio: 1 });
    expect(asked('always_off', 'nonsense')).toMatchObject({ sampler: { name: 'always_off' }, warnings: [] });
    expect(asked('traceidratio', '0.25')?.sampler).toEqual({ name: 'traceidratio', ratio: 0.25 });
    expect(asked('parentbased_traceidratio')?.sampler).toEqual({ name: 'parentbased_traceidratio', ratio: 1 });
  });

  it('is the usual one where it is wrong, which is told', () => {
    expect(asked('jaeger_remote')).toMatchObject({
      sampler: { name: 'parentbased_always_on', ratio: 1 },
      warnings: [expect.stringMatching(/^OTEL_TRACES_SAMPLER must be one of always_on, /)],
    });
    for (const wrong of ['2', '-1', 'half'])
      expect(asked('traceidratio', wrong)).toMatchObject({
        sampler: { name: 'traceidratio', ratio: 1 },
        warnings: [expect.stringMatching(/^OTEL_TRACES_SAMPLER_ARG must be from 0 to 1/)],
      });
  });
});
