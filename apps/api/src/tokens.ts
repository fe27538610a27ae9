import type { Projector } from '@plant-ledger/read-model';

/** Injection tokens of what all modules share. */

/** The opened read model, and the event store by its port. */
export { EVENT_STORE, READ_MODEL } from '@plant-ledger/read-model';
/** The projector that follows the log: `status()` and `waitFor(position, milliseconds)`. */
export const PROJECTOR = Symbol('PROJECTOR');
/** `{now(): number}`, milliseconds since 1970 UTC; frozen for the demo and the tests. */
export const LEDGER_CLOCK = Symbol('LEDGER_CLOCK');
/** What the service was started with, a `Configuration`. */
export const CONFIGURATION = Symbol('CONFIGURATION');
/** The earliest time that an event may have, milliseconds since 1970 UTC. */
export const LEDGER_EARLIEST = Symbol('LEDGER_EARLIEST');
/** Delays the projector while events pour in. */
export const BACK_PRESSURE = Symbol('BACK_PRESSURE');
/** What is closed at the end, the last first. */
export const OPENED = Symbol('OPENED');
export const LIVE_HUB = Symbol('LIVE_HUB');
export const CONNECTIONS = Symbol('CONNECTIONS');
export const LONG_ANSWERS = Symbol('LONG_ANSWERS');
/** Limits how many clients read the log at a time. */
export const LOG_READERS = Symbol('LOG_READERS');
export const METERS = Symbol('METERS');
/** Limits the memory of all arriving bodies together. */
export const ROOM = Symbol('ROOM');
/** Forbids appending: a disk nearly full, a damaged log. */
export const INTAKE_GUARD = Symbol('INTAKE_GUARD');
/** Counts of each source beside the log. */
export const SOURCE_COUNTING = Symbol('SOURCE_COUNTING');
export const TRACING = Symbol('TRACING');

export interface LedgerClock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** The clock is frozen (`LEDGER_CLOCK`). */
  readonly frozen?: boolean;
  /** The reporting zone, in which people read times; default UTC. */
  readonly timeZone?: string;
}

/** The part of the projector that requests use. */
export type FollowingProjector = Pick<Projector, 'status' | 'waitFor'>;
