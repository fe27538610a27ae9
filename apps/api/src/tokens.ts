import type { Projector } from '@plant-ledger/read-model';

/** Injection tokens of what all modules share. */

/** The opened read model, and the event store by its port. */
export { EVENT_STORE, READ_MODEL } from '@plant-ledger/read-model';
/** What follows the log into the read model: `status()` and `waitFor(position, milliseconds)`. */
export const PROJECTOR = Symbol('PROJECTOR');
/** `{now(): number}`, milliseconds since 1970 UTC; frozen for the demo and the tests. */
export const LEDGER_CLOCK = Symbol('LEDGER_CLOCK');
/** The earliest that an event may say it happened, milliseconds since 1970 UTC. */
export const LEDGER_EARLIEST = Symbol('LEDGER_EARLIEST');
/** What keeps the projector back while events pour in. */
export const BACK_PRESSURE = Symbol('BACK_PRESSURE');
/** What is to be closed in the end, the last first. */
export const OPENED = Symbol('OPENED');
/** Everybody who follows the ledger live. */
export const LIVE_HUB = Symbol('LIVE_HUB');
/** The connections of the service. */
export const CONNECTIONS = Symbol('CONNECTIONS');
/** Long answers that are on their way. */
export const LONG_ANSWERS = Symbol('LONG_ANSWERS');
/** How many may read the log at one time. */
export const LOG_READERS = Symbol('LOG_READERS');
/** What is counted while the service works. */
export const METERS = Symbol('METERS');
/** What bodies on their way may take together. */
export const ROOM = Symbol('ROOM');
/** What keeps events from being taken in: a disk nearly full, a damaged log. */
export const INTAKE_GUARD = Symbol('INTAKE_GUARD');
/** What is counted of each source beside the log. */
export const SOURCE_COUNTING = Symbol('SOURCE_COUNTING');
/** Where spans are made. */
export const TRACING = Symbol('TRACING');

export interface LedgerClock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** It stands still (`LEDGER_CLOCK`). */
  readonly frozen?: boolean;
  /** The reporting zone, in which people are told times; default UTC. */
  readonly timeZone?: string;
}

/** The part of the projector that requests look at. */
export type FollowingProjector = Pick<Projector, 'status' | 'waitFor'>;
