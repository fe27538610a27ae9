import { AsyncLocalStorage } from 'node:async_hooks';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Log } from '../logging/log.js';

/** The same exporter; that it cannot send is told once, until it can again. */
export function toldOnce(exporter: SpanExporter, log: Pick<Log, 'info' | 'warn'>): SpanExporter {
  let isFailing = false;
  // Exports run on behalf of whichever request began the wait for them; these lines are about none of them.
  const tell = AsyncLocalStorage.bind(({ code, error }: ExportResult) => {
    const failed = code === ExportResultCode.FAILED;
    if (failed && !isFailing) log.warn(`Traces cannot be sent, and are lost until they can: ${reasonOf(error)}`);
    if (!failed && isFailing) log.info('Traces are sent again.');
    isFailing = failed;
  });
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        tell(result);
        // The SDK would tell of each failure once more, in its own way.
        done({ code: ExportResultCode.SUCCESS });
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

/** A host of several addresses fails with all their errors, and a message of none. */
function reasonOf(error: Error | undefined): string {
  const { code } = (error ?? {}) as { readonly code?: string | number };
  return [error?.message, code].filter(Boolean).join(', ') || 'no reason was given';
}
