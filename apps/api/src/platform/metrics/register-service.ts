import { collectDefaultMetrics, type Registry } from 'prom-client';
import type { FollowingProjector } from '../../tokens.js';
import type { LiveHub } from '../live/live-hub.js';
import type { Collected } from './gauges.js';
import { version } from './version.js';

export function registerProcess(metrics: Collected, registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  metrics.gauges('ledger_build_info', 'Always 1; what runs is in the labels', ['version', 'node'], () => [
    { labels: { version: version(), node: process.versions.node }, value: 1 },
  ]);
}

export function registerProjector(metrics: Collected, projector: FollowingProjector): void {
  const of = (
    name: string,
    help: string,
    value: (status: ReturnType<FollowingProjector['status']>) => number | boolean | undefined,
  ) => metrics.gauge(name, help, () => value(projector.status()));
  of(
    'ledger_store_reachable',
    "Whether the event store answered when the log's end was read last: 1 or 0",
    ({ head }) => head !== undefined,
  );
  of('ledger_projector_position', 'Position of the last event in the figures', ({ position }) => Number(position));
  of('ledger_log_head_position', "Position of the log's end; none while it cannot be read", ({ head }) =>
    head === undefined ? undefined : Number(head),
  );
  of('ledger_projector_lag_events', 'Events in the log and not yet in the figures', ({ lagEvents }) => lagEvents);
  of('ledger_projector_lag_seconds', 'Age of the oldest event not yet in the figures', ({ lagSeconds }) => lagSeconds);
  of('ledger_projector_caught_up', 'Whether the figures have every event: 1 or 0', ({ caughtUp }) => caughtUp);
  of(
    'ledger_projector_stopped',
    'Whether an event that cannot be handled has stopped the projector: 1 or 0',
    ({ stopped }) => stopped !== undefined,
  );
  of(
    'ledger_projector_failing',
    'Whether something keeps the projector from going on, until it tries again: 1 or 0',
    ({ failure }) => failure !== undefined,
  );
  of(
    'ledger_projector_heartbeat_timestamp_seconds',
    'When the projector last did something, or was seen to have nothing to do, since 1970 UTC',
    ({ heartbeat }) => heartbeat && heartbeat / 1_000,
  );
}

export function registerLive(metrics: Collected, live: LiveHub): void {
  metrics.gauge('ledger_live_clients', 'Clients that follow /v1/live', () => live.clients);
  metrics.counters(
    'ledger_live_departures_total',
    'Clients of /v1/live that are no more, by why (left, too-slow, refused, stopping)',
    ['reason'],
    () => Object.entries(live.departures).map(([reason, value]) => ({ labels: { reason }, value })),
  );
  metrics.counter('ledger_live_refusals_total', 'Clients of /v1/live for which there was no room', () => live.refusals);
}
