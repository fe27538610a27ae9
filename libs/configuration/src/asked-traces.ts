import { askedSampler, type AskedSampler } from './asked-sampler.js';

/** Where spans go: printed to standard output, or sent by OTLP over HTTP in one of its two encodings. */
export type TraceExporter = 'console' | 'http/json' | 'http/protobuf';

/** What OpenTelemetry's environment variables ask for. */
export interface AskedTraces {
  /** Empty when nothing that was asked for is supported. */
  readonly exporters: readonly TraceExporter[];
  readonly sampler: AskedSampler;
  /** What is asked for and not supported, a sentence each. */
  readonly warnings: readonly string[];
}

/** Undefined when no traces are asked for. */
export function askedTraces(variables: NodeJS.ProcessEnv): AskedTraces | undefined {
  const valueOf = (name: string) => variables[name]?.trim() || undefined;
  const endpoint = firstGiven(valueOf, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT');
  const names = listOf(valueOf('OTEL_TRACES_EXPORTER') ?? (endpoint ? 'otlp' : 'none'));
  if (valueOf('OTEL_SDK_DISABLED')?.toLowerCase() === 'true' || names.has('none')) return undefined;
  const exporters: TraceExporter[] = [];
  const warnings: string[] = [];
  for (const name of names) {
    const chosen = name === 'otlp' ? overHttp(valueOf, endpoint) : printed(name);
    if ('exporter' in chosen) exporters.push(chosen.exporter);
    else warnings.push(chosen.warning);
  }
  const { sampler, warning } = askedSampler(valueOf('OTEL_TRACES_SAMPLER'), valueOf('OTEL_TRACES_SAMPLER_ARG'));
  if (warning !== undefined) warnings.push(warning);
  return { exporters, sampler, warnings };
}

type Chosen = { readonly exporter: TraceExporter } | { readonly warning: string };
type Given = { readonly name: string; readonly value: string };

function printed(name: string): Chosen {
  if (name === 'console') return { exporter: 'console' };
  return { warning: `OTEL_TRACES_EXPORTER: ${name} is not supported, otlp and console are; no traces go there.` };
}

function overHttp(valueOf: (name: string) => string | undefined, endpoint: Given | undefined): Chosen {
  const protocol = firstGiven(valueOf, 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL');
  const encoding = protocol?.value.toLowerCase() ?? 'http/protobuf';
  if (encoding !== 'http/protobuf' && encoding !== 'http/json')
    return {
      warning: `${protocol?.name}: ${encoding} is not supported, http/protobuf and http/json are; no traces are sent.`,
    };
  // An endpoint may contain a password: it is not repeated.
  if (endpoint && !isHttp(endpoint.value))
    return { warning: `${endpoint.name} is not an http:// or https:// address; no traces are sent.` };
  return { exporter: encoding };
}

function firstGiven(valueOf: (name: string) => string | undefined, ...names: readonly string[]): Given | undefined {
  for (const name of names) {
    const value = valueOf(name);
    if (value !== undefined) return { name, value };
  }
  return undefined;
}

function listOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
  );
}

function isHttp(address: string): boolean {
  return /^https?:$/.test(URL.parse(address)?.protocol ?? '');
}
