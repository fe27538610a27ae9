import type { Projector } from '@plant-ledger/read-model';

/** Injection tokens of what all modules share and what is no class. */

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
/** What is closed at the end, the last first. */
export const OPENED = Symbol('OPENED');
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
