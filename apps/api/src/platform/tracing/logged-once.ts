import { AsyncLocalStorage } from 'node:async_hooks';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Log } from '../logging/log.js';

/** The same exporter; logs once that it cannot send, and again when it can. */
export function loggedOnce(exporter: SpanExporter, log: Pick<Log, 'info' | 'warn'>): SpanExporter {
  let isFailing = false;
  // Exports run in the context of whichever request started the timer; these lines belong to no request.
  const report = AsyncLocalStorage.bind(({ code, error }: ExportResult) => {
    const failed = code === ExportResultCode.FAILED;
    if (failed && !isFailing) log.warn(`Traces cannot be sent, and are lost until they can: ${reasonOf(error)}`);
    if (!failed && isFailing) log.info('Traces are sent again.');
    isFailing = failed;
  });
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        report(result);
        // The SDK would log each failure once more, in its own way.
        done({ code: ExportResultCode.SUCCESS });
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

/** A host with several addresses fails with all their errors, and an empty message. */
function reasonOf(error: Error | undefined): string {
  const { code } = (error ?? {}) as { readonly code?: string | number };
  return [error?.message, code].filter(Boolean).join(', ') || 'no reason was given';
}
