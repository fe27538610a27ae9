const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export interface AskedSampler {
  readonly name: (typeof SAMPLERS)[number];
  /** The share of traces that is kept by the samplers named `…ratio`, 0 to 1. */
  readonly ratio: number;
}

/**
 * From OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG; invalid values are ignored, as OpenTelemetry has it, with a
 * warning.
 */
export function askedSampler(
  asked: string | undefined,
  argument: string | undefined,
): { readonly sampler: AskedSampler; readonly warning?: string } {
  const name = SAMPLERS.find((known) => known === asked?.toLowerCase());
  const ratio = Number(argument ?? 1);
  if (asked !== undefined && !name)
    return {
      sampler: { name: 'parentbased_always_on', ratio: 1 },
      warning: `OTEL_TRACES_SAMPLER must be one of ${SAMPLERS.join(', ')}; every trace is kept unless its caller does not keep it.`,
    };
  if (name?.endsWith('ratio') && !(ratio >= 0 && ratio <= 1))
    return { sampler: { name, ratio: 1 }, warning: 'OTEL_TRACES_SAMPLER_ARG must be from 0 to 1; 1 is taken.' };
  return { sampler: { name: name ?? 'parentbased_always_on', ratio } };
}
