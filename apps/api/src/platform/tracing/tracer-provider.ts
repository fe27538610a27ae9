import { getNumberFromEnv } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
  serviceNameEnvDetector,
  type Resource,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import type { AskedTraces, TraceExporter } from '@plant-ledger/configuration';
import type { Log } from '../logging/log.js';
import { version } from '../metrics/version.js';
import { samplerFor } from './sampler.js';
import { loggedOnce } from './logged-once.js';

/** Makes and sends spans. The exporters read addresses, headers, timeouts and certificates from the environment. */
export function tracerProvider({ exporters, sampler }: AskedTraces, log: Log): TracerProvider {
  return new TracerProvider({
    resource: resource(),
    sampler: samplerFor(sampler),
    spanProcessors: exporters.map((exporter) => processorFor(exporter, log)),
  });
}

/** The environment's attributes win over ours, and OTEL_SERVICE_NAME over OTEL_RESOURCE_ATTRIBUTES. */
function resource(): Resource {
  const detectors = [serviceInstanceIdDetector, resourceAttributesEnvDetector, serviceNameEnvDetector];
  return defaultResource()
    .merge(resourceFromAttributes({ [ATTR_SERVICE_NAME]: 'plant-ledger', [ATTR_SERVICE_VERSION]: version() }))
    .merge(detectResources({ detectors }));
}

function processorFor(exporter: TraceExporter, log: Log): SpanProcessor {
  switch (exporter) {
    case 'console':
      return new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() });
    case 'http/json':
      return inBatches(new JsonExporter(), log);
    case 'http/protobuf':
      return inBatches(new ProtobufExporter(), log);
  }
}

/**
 * Spans wait in a queue of limited length; when it is full they are dropped, so a hanging collector costs no more than
 * the queue.
 */
function inBatches(exporter: JsonExporter | ProtobufExporter, log: Log): SpanProcessor {
  return new BatchSpanProcessor({
    exporter: loggedOnce(exporter, log),
    maxQueueSize: positive('OTEL_BSP_MAX_QUEUE_SIZE'),
    maxExportBatchSize: positive('OTEL_BSP_MAX_EXPORT_BATCH_SIZE'),
    scheduledDelayMillis: positive('OTEL_BSP_SCHEDULE_DELAY'),
    exportTimeoutMillis: positive('OTEL_BSP_EXPORT_TIMEOUT'),
  });
}

/** Undefined, for the SDK's default, where the variable is unset or invalid. */
function positive(variable: string): number | undefined {
  const value = getNumberFromEnv(variable);
  return value !== undefined && value > 0 ? value : undefined;
}
