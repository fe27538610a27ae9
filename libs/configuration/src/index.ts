export type { AskedTraces, TraceExporter } from './asked-traces.js';
export type { AskedSampler } from './asked-sampler.js';
export * from './configuration.js';
export { isLoopback } from './loopback.js';
export { PLAIN_ERRORS } from './plain-errors.js';
