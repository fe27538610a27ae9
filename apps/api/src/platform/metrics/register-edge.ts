import type { Registry } from 'prom-client';
import type { Connections } from '../edge/connections.js';
import type { Limit } from '../edge/limit.js';
import type { LongAnswers } from '../edge/long-answers.js';
import { collected } from './gauges.js';

interface Edge {
  readonly connections: Connections;
  readonly longAnswers: LongAnswers;
  readonly logReaders: Limit;
}

/** Metrics of what callers use, and of how often there was no room. */
export function registerEdge(registry: Registry, { connections, longAnswers, logReaders }: Edge): void {
  const { counter, gauge } = collected(registry);
  gauge('ledger_connections', 'Connections that are open', [], () => [{ value: connections.open }]);
  gauge('ledger_connections_limit', 'Most connections at one time', [], () => [{ value: connections.most }]);
  counter('ledger_connections_refused_total', 'Connections for which there was no room', [], () => [
    { value: connections.refused },
  ]);
  gauge('ledger_long_answers_bytes', 'Bytes of long answers that their clients have not read', [], () => [
    { value: longAnswers.held },
  ]);
  gauge('ledger_long_answers_limit_bytes', 'Most bytes of them at one time', [], () => [{ value: longAnswers.most }]);
  counter('ledger_long_answers_refused_total', 'Long answers for which there was no room', [], () => [
    { value: longAnswers.refused },
  ]);
  gauge('ledger_log_readers', 'Clients that read /v1/log', [], () => [{ value: logReaders.taken }]);
  counter('ledger_log_refusals_total', 'Readers of /v1/log for whom there was no room', [], () => [
    { value: logReaders.refusals },
  ]);
}
