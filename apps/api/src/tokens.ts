/** Injection tokens of what the application is started with. */

/** The opened read model. */
export const READ_MODEL = Symbol('READ_MODEL');
/** What follows the log into the read model: `status()` and `waitFor(position, milliseconds)`. */
export const PROJECTOR = Symbol('PROJECTOR');
/** The event store, by its port. */
export const EVENT_STORE = Symbol('EVENT_STORE');
/** `{now(): number}`, milliseconds since 1970 UTC; frozen for the demo and the tests. */
export const LEDGER_CLOCK = Symbol('LEDGER_CLOCK');

export interface LedgerClock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
}

/** The part of the projector that requests look at. */
export interface FollowingProjector {
  /** Whether everything up to `position` is applied, waiting at most `milliseconds` for it. */
  waitFor(position: bigint, milliseconds: number): Promise<boolean>;
}
