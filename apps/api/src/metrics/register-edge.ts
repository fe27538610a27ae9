import type { Connections } from '../edge/connections.js';
import type { Limit } from '../edge/limit.js';
import { collected } from './gauges.js';
import type { Meters } from './meters.js';

/** Metrics of what callers take up, and of how often there was no room. */
export function registerEdge({ registry }: Meters, connections: Connections, logReaders: Limit): void {
  const { counter, gauge } = collected(registry);
  gauge('ledger_connections', 'Connections that are open', [], () => [{ value: connections.open }]);
  gauge('ledger_connections_limit', 'Most connections at one time', [], () => [{ value: connections.most }]);
  counter('ledger_connections_refused_total', 'Connections for which there was no room', [], () => [
    { value: connections.refused },
  ]);
  gauge('ledger_log_readers', 'Clients that read /v1/log', [], () => [{ value: logReaders.taken }]);
  counter('ledger_log_refusals_total', 'Readers of /v1/log for whom there was no room', [], () => [
    { value: logReaders.refusals },
  ]);
}
