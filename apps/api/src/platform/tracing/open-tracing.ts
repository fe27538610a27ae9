import type { AskedTraces } from '@plant-ledger/configuration';
import type { Log } from '../logging/log.js';
import { untraced, type Tracing } from './tracing.js';

/** Opens tracing as configured. The SDK is loaded only now; a failure is logged, and the service goes on. */
export async function openTracing(asked: AskedTraces | undefined, log: Log): Promise<Tracing> {
  for (const warning of asked?.warnings ?? []) log.warn(warning);
  if (!asked || asked.exporters.length === 0) return untraced;
  try {
    const { sdkTracing } = await import('./sdk-tracing.js');
    const tracing = sdkTracing(asked, log);
    log.info(`Traces are made: ${asked.exporters.join(', ')}.`);
    return tracing;
  } catch (error) {
    log.warn(`No traces are made: ${error instanceof Error ? error.message : String(error)}`);
    return untraced;
  }
}
