import type { Ready, Status } from '@plant-ledger/contract';
import { formatPosition, type EventStore, type Position } from '@plant-ledger/event-store';
import type { ReadModel } from '@plant-ledger/read-model';
import pTimeout from 'p-timeout';
import type { IntakeGuard } from '../platform/files/intake-guard.js';
import type { FollowingProjector, LedgerClock } from '../tokens.js';

/** Older figures make the service not ready, in seconds. */
export const LONGEST_LAG = 60;
/** How long the store may take to report its head, in milliseconds. */
const LONGEST_ANSWER = 2_000;

/** The state of the ledger: store, read model, and the lag between them. */
export async function statusOf(
  store: EventStore,
  readModel: ReadModel,
  projector: FollowingProjector,
  clock: LedgerClock,
  guard?: Pick<IntakeGuard, 'refusal'>,
): Promise<Status> {
  const head = await headOf(store);
  const status = projector.status();
  const { position, through, lagEvents, lagEventsExact, lagSeconds, caughtUp, stopped, failure } = status;
  const { withheld, rebuilding } = status;
  const behind = head !== undefined && head > through;
  const refusal = guard?.refusal();
  return {
    eventStore: store.description,
    readModel: readModel.description,
    generation: readModel.generation,
    position: formatPosition(position),
    head: head === undefined ? null : formatPosition(head),
    lagEvents: behind ? Math.max(1, lagEvents) : lagEvents,
    lagEventsExact: lagEventsExact && !(behind && lagEvents === 0),
    lagSeconds,
    caughtUp: caughtUp && head !== undefined && !behind,
    clock: {
      now: new Date(clock.now()).toISOString(),
      frozen: clock.frozen ?? false,
      timeZone: clock.timeZone ?? 'UTC',
    },
    projector: status.projector,
    chain: await chainOf(readModel),
    ...(withheld !== undefined && { withheld }),
    ...(rebuilding && {
      rebuilding: {
        why: rebuilding.why,
        since: new Date(rebuilding.since).toISOString(),
        position: rebuilding.position === undefined ? null : formatPosition(rebuilding.position),
        target: rebuilding.target === undefined ? null : formatPosition(rebuilding.target),
      },
    }),
    ...(refusal && { intakeStopped: refusal.message }),
    ...(stopped && { stopped: { ...stopped, position: formatPosition(stopped.position) } }),
    ...(failure && { failure: { ...failure, since: new Date(failure.since).toISOString() } }),
  };
}

async function chainOf(readModel: ReadModel): Promise<Status['chain']> {
  const progress = await readModel.pointer.progress().catch(() => undefined);
  return progress ? { position: formatPosition(progress.position), link: progress.chain.link } : null;
}

/**
 * Ready when the store answers and is not known to be damaged, the read model has figures, the projector is not
 * stopped, and the lag is small.
 */
export async function readyOf(
  store: EventStore,
  projector: FollowingProjector,
  guard?: Pick<IntakeGuard, 'damage'>,
): Promise<Pick<Ready, 'checks'> & { readonly ready: boolean }> {
  const head = await headOf(store);
  const { stopped, lagSeconds, withheld } = projector.status();
  const behind = lagSeconds > LONGEST_LAG;
  const damage = guard?.damage();
  return {
    ready: head !== undefined && !damage && withheld === undefined && !stopped && !behind,
    checks: {
      eventStore: damage ? damage.message : head === undefined ? 'does not answer' : 'ok',
      readModel: withheld ?? 'ok',
      projector: stopped ? `stopped before ${stopped.type} at position ${formatPosition(stopped.position)}` : 'ok',
      lag: behind ? `${Math.round(lagSeconds)} seconds behind` : 'ok',
    },
  };
}

/** Undefined while the store does not answer. */
function headOf(store: EventStore): Promise<Position | undefined> {
  return pTimeout(store.head(), { milliseconds: LONGEST_ANSWER }).catch(() => undefined);
}
