import type { AskedTraces } from '@plant-ledger/configuration';
import pTimeout from 'p-timeout';
import type { Log } from '../logging/log.js';
import { version } from '../metrics/version.js';
import { traceBatch } from './traced-batches.js';
import { traceRecording } from './traced-intake.js';
import { traceRequests } from './traced-requests.js';
import { tracedStore } from './traced-store.js';
import { tracerProvider } from './tracer-provider.js';
import type { Tracing } from './tracing.js';

/** How long a collector may delay a stopping service, milliseconds. */
const PATIENCE = 2_000;

/** Imported only when traces are configured: everything below here loads the SDK. Nothing is registered globally. */
export function sdkTracing(asked: AskedTraces, log: Log): Tracing {
  const provider = tracerProvider(asked, log);
  const tracer = provider.getTracer('plant-ledger', version());
  return {
    requests: (fastify) => traceRequests(fastify, tracer),
    store: (store) => tracedStore(store, tracer),
    recording: (events, mode, work) => traceRecording(tracer, events, mode, work),
    projected: (events, milliseconds, position) => traceBatch(tracer, events, milliseconds, position),
    async close() {
      await pTimeout(provider.shutdown(), { milliseconds: PATIENCE }).catch(() => undefined);
    },
  };
}
