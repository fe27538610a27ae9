import { collectDefaultMetrics, type Registry } from 'prom-client';
import type { FollowingProjector } from '../../tokens.js';
import type { Room } from '../edge/room.js';
import type { LiveHub } from '../live/live-hub.js';
import { collected } from './gauges.js';
import { version } from './version.js';

export function registerService(registry: Registry, projector: FollowingProjector, live: LiveHub): void {
  const { gauge } = collected(registry);
  collectDefaultMetrics({ register: registry });
  gauge('ledger_build_info', 'Always 1; what runs is in the labels', ['version', 'node'], () => [
    { labels: { version: version(), node: process.versions.node }, value: 1 },
  ]);
  registerProjector(registry, projector);
  registerLive(registry, live);
}

/** Metrics of the memory that arriving bodies use. */
export function registerRoom(registry: Registry, room: Room): void {
  const { counter, gauge } = collected(registry);
  gauge('ledger_intake_bodies_bytes', 'Bytes of bodies that are on their way or being worked on', [], () => [
    { value: room.held },
  ]);
  gauge('ledger_intake_bodies_limit_bytes', 'The most that they may be together', [], () => [{ value: room.most }]);
  counter('ledger_intake_bodies_refused_total', 'Bodies for which there was no room', [], () => [
    { value: room.turnedAway },
  ]);
}

function registerProjector(registry: Registry, projector: FollowingProjector): void {
  const { gauge } = collected(registry);
  gauge(
    'ledger_store_reachable',
    "Whether the event store answered when the log's end was read last: 1 or 0",
    [],
    () => [{ value: projector.status().head === undefined ? 0 : 1 }],
  );
  const of = (
    name: string,
    help: string,
    value: (status: ReturnType<FollowingProjector['status']>) => number | undefined,
  ) =>
    gauge(name, help, [], () => {
      const known = value(projector.status());
      return known === undefined ? [] : [{ value: known }];
    });
  of('ledger_projector_position', 'Position of the last event in the figures', ({ position }) => Number(position));
  of('ledger_log_head_position', "Position of the log's end; none while it cannot be read", ({ head }) =>
    head === undefined ? undefined : Number(head),
  );
  of('ledger_projector_lag_events', 'Events in the log and not yet in the figures', ({ lagEvents }) => lagEvents);
  of('ledger_projector_lag_seconds', 'Age of the oldest event not yet in the figures', ({ lagSeconds }) => lagSeconds);
  of('ledger_projector_caught_up', 'Whether the figures have every event: 1 or 0', ({ caughtUp }) =>
    caughtUp ? 1 : 0,
  );
  of(
    'ledger_projector_stopped',
    'Whether an event that cannot be handled has stopped the projector: 1 or 0',
    (status) => (status.stopped ? 1 : 0),
  );
  of(
    'ledger_projector_failing',
    'Whether something keeps the projector from going on, until it tries again: 1 or 0',
    (status) => (status.failure ? 1 : 0),
  );
  of(
    'ledger_projector_heartbeat_timestamp_seconds',
    'When the projector last did something, or was seen to have nothing to do, since 1970 UTC',
    ({ heartbeat }) => (heartbeat === undefined ? undefined : heartbeat / 1_000),
  );
}

function registerLive(registry: Registry, live: LiveHub): void {
  const { counter, gauge } = collected(registry);
  gauge('ledger_live_clients', 'Clients that follow /v1/live', [], () => [{ value: live.clients }]);
  counter(
    'ledger_live_departures_total',
    'Clients of /v1/live that are no more, by why (left, too-slow, refused, stopping)',
    ['reason'],
    () => Object.entries(live.departures).map(([reason, value]) => ({ labels: { reason }, value })),
  );
  counter('ledger_live_refusals_total', 'Clients of /v1/live for which there was no room', [], () => [
    { value: live.refusals },
  ]);
}
