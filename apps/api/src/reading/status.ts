import { formatPosition, type EventStore, type Position } from '@plant-ledger/event-store';
import type { ReadModel } from '@plant-ledger/read-model';
import type { FollowingProjector } from '../tokens.js';

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
  /** The event that the projector cannot handle, and why. */
  readonly stopped?: Readonly<Record<string, string>>;
  /** What keeps the projector from going on, until it tries again. */
  readonly failure?: { readonly reason: string; readonly since: string; readonly attempts: number };
}

export interface Ready {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'eventStore' | 'projector' | 'lag', string>>;
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
): Promise<Status> {
  const head = await headOf(store);
  const { position, through, lagEvents, lagEventsExact, lagSeconds, caughtUp, stopped, failure } = projector.status();
  const behind = head !== undefined && head > through;
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
    ...(stopped && { stopped: { ...stopped, position: formatPosition(stopped.position) } }),
    ...(failure && { failure: { ...failure, since: new Date(failure.since).toISOString() } }),
  };
}

/** Ready when the store answers, the projector is not stopped, and figures are not far behind. */
export async function readyOf(store: EventStore, projector: FollowingProjector): Promise<Ready> {
  const head = await headOf(store);
  const { stopped, lagSeconds } = projector.status();
  const behind = lagSeconds > LONGEST_LAG;
  return {
    ready: head !== undefined && !stopped && !behind,
    checks: {
      eventStore: head === undefined ? 'does not answer' : 'ok',
      projector: stopped ? `stopped before ${stopped.type} at position ${formatPosition(stopped.position)}` : 'ok',
      lag: behind ? `${Math.round(lagSeconds)} seconds behind` : 'ok',
    },
  };
}

/** Undefined while the store does not answer. */
async function headOf(store: EventStore): Promise<Position | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, LONGEST_ANSWER, undefined);
  });
  try {
    return await Promise.race([store.head(), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
