import { formatPosition, type EventStore, type Position } from '@plant-ledger/event-store';
import type { ReadModel } from '@plant-ledger/read-model';
import pTimeout from 'p-timeout';
import type { IntakeGuard } from '../platform/files/intake-guard.js';
import type { FollowingProjector, LedgerClock } from '../tokens.js';

export interface Status {
  readonly eventStore: string;
  readonly readModel: string;
  readonly generation: string;
  /** What figures are as of. */
  readonly position: string;
  /** The end of the log; null while the store does not answer. */
  readonly head: string | null;
  /** Events in the log and not yet in the figures; the least there are when `lagEventsExact` is false. */
  readonly lagEvents: number;
  readonly lagEventsExact: boolean;
  readonly lagSeconds: number;
  readonly caughtUp: boolean;
  /** What "now" means here, and the zone in which people are told times; frozen for demonstrations. */
  readonly clock: { readonly now: string; readonly frozen: boolean; readonly timeZone: string };
  /** Who follows the log into the read model: this instance, or another one that this one would take over from. */
  readonly projector: 'this instance' | 'standing by';
  /** The hash chain's link at a position: it stands for every event up to there. Null while the read model does not answer. */
  readonly chain: { readonly position: string; readonly link: string } | null;
  /** Why no figures are answered: what is there was made of another log. */
  readonly withheld?: string;
  /** A new generation that is being filled, and why; positions are null until they are known. */
  readonly rebuilding?: {
    readonly why: string;
    readonly since: string;
    readonly position: string | null;
    readonly target: string | null;
  };
  /** Why no events are taken in, where it is a disk nearly full or a damaged log. */
  readonly intakeStopped?: string;
  /** The event that the projector cannot handle, and why. */
  readonly stopped?: Readonly<Record<string, string>>;
  /** What keeps the projector from going on, until it tries again. */
  readonly failure?: { readonly reason: string; readonly since: string; readonly attempts: number };
}

export interface Ready {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'eventStore' | 'readModel' | 'projector' | 'lag', string>>;
}

/** Figures older than this are not what a load balancer should send people to, in seconds. */
export const LONGEST_LAG = 60;
/** How long the store may take to say where the log ends, in milliseconds. */
const LONGEST_ANSWER = 2_000;

/** Where the ledger stands: store, read model, and how far the one is behind the other. */
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

/** Ready when the store answers and is not known to be damaged, there are figures to be shown, the projector is not stopped, and they are not far behind. */
export async function readyOf(
  store: EventStore,
  projector: FollowingProjector,
  guard?: Pick<IntakeGuard, 'damage'>,
): Promise<Ready> {
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
