import { collectDefaultMetrics, type Registry } from 'prom-client';
import type { FollowingProjector } from '../../tokens.js';
import type { Room } from '../edge/room.js';
import type { LiveHub } from '../live/live-hub.js';
import { DistributionHistogram } from './distribution.js';
import { collected } from './gauges.js';
import type { Meters } from './meters.js';
import { version } from './version.js';

/** Metrics of how the service itself is doing. */
export function registerService(meters: Meters, projector: FollowingProjector, live: LiveHub): void {
  const { registry } = meters;
  const { gauge } = collected(registry);
  collectDefaultMetrics({ register: registry });
  gauge('ledger_build_info', 'Always 1; what runs is in the labels', ['version', 'node'], () => [
    { labels: { version: version(), node: process.versions.node }, value: 1 },
  ]);
  registerIntake(meters);
  registerStore(meters, projector);
  registerProjector(meters, projector);
  registerLive(meters, live);
}

function registerIntake({ registry, intake }: Meters): void {
  const { counter } = collected(registry);
  counter(
    'ledger_intake_events_total',
    'Events that sources have sent, by type and by what became of them (accepted, duplicate, quarantined, rejected)',
    ['type', 'result'],
    () => intake.counts().map(({ type, result, count: value }) => ({ labels: { type, result }, value })),
  );
  counter('ledger_intake_malformed_total', 'What was sent and is no CloudEvent of this interface', [], () => [
    { value: intake.noEvents },
  ]);
  new DistributionHistogram(
    {
      name: 'ledger_intake_lateness_seconds',
      help: 'Time from when an accepted event happened until it was taken in',
      registers: [registry],
    },
    intake.lateness,
  );
}

/** What bodies on their way take. */
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

function registerStore({ registry, store }: Meters, projector: FollowingProjector): void {
  const { counter, gauge } = collected(registry);
  gauge(
    'ledger_store_reachable',
    "Whether the event store answered when the log's end was read last: 1 or 0",
    [],
    () => [{ value: projector.status().head === undefined ? 0 : 1 }],
  );
  counter(
    'ledger_store_failures_total',
    'Operations for which the event store could not be reached, by operation (append, read, head)',
    ['operation'],
    () => Object.entries(store.failures).map(([operation, value]) => ({ labels: { operation }, value })),
  );
  counter('ledger_store_reconnects_total', 'Connections to the event store that were lost and made again', [], () => [
    { value: store.losses },
  ]);
}

function registerProjector({ registry, batchSeconds, batchEvents }: Meters, projector: FollowingProjector): void {
  const { gauge } = collected(registry);
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
  new DistributionHistogram(
    {
      name: 'ledger_projector_batch_duration_seconds',
      help: 'Time to fold and write a batch of events',
      registers: [registry],
    },
    batchSeconds,
  );
  new DistributionHistogram(
    { name: 'ledger_projector_batch_events', help: 'Events in a batch', registers: [registry] },
    batchEvents,
  );
}

function registerLive({ registry }: Meters, live: LiveHub): void {
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
