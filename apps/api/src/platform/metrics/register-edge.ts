import type { Connections } from '../edge/connections.js';
import type { LogReaders } from '../edge/log-readers.js';
import type { LongAnswers } from '../edge/long-answers.js';
import type { Room } from '../edge/room.js';
import type { Collected } from './gauges.js';

/** Metrics of what callers use, and of how often there was no room. */
export function registerEdge(
  metrics: Collected,
  connections: Connections,
  longAnswers: LongAnswers,
  readers: LogReaders,
): void {
  metrics.gauge('ledger_connections', 'Connections that are open', () => connections.open);
  metrics.gauge('ledger_connections_limit', 'Most connections at one time', () => connections.most);
  metrics.counter(
    'ledger_connections_refused_total',
    'Connections for which there was no room',
    () => connections.refused,
  );
  metrics.gauge(
    'ledger_long_answers_bytes',
    'Bytes of long answers that their clients have not read',
    () => longAnswers.held,
  );
  metrics.gauge('ledger_long_answers_limit_bytes', 'Most bytes of them at one time', () => longAnswers.most);
  metrics.counter(
    'ledger_long_answers_refused_total',
    'Long answers for which there was no room',
    () => longAnswers.refused,
  );
  metrics.gauge('ledger_log_readers', 'Clients that read /v1/log', () => readers.taken);
  metrics.counter('ledger_log_refusals_total', 'Readers of /v1/log for whom there was no room', () => readers.refusals);
}

/** Metrics of the memory that arriving bodies use. */
export function registerRoom(metrics: Collected, room: Room): void {
  metrics.gauge(
    'ledger_intake_bodies_bytes',
    'Bytes of bodies that are on their way or being worked on',
    () => room.held,
  );
  metrics.gauge('ledger_intake_bodies_limit_bytes', 'The most that they may be together', () => room.most);
  metrics.counter('ledger_intake_bodies_refused_total', 'Bodies for which there was no room', () => room.turnedAway);
}
