import type { Projector } from '@plant-ledger/read-model';

/** Injection tokens of what the application is started with. */

/** The opened read model, and the event store by its port. */
export { EVENT_STORE, READ_MODEL } from '@plant-ledger/read-model';
/** What follows the log into the read model: `status()` and `waitFor(position, milliseconds)`. */
export const PROJECTOR = Symbol('PROJECTOR');
/** `{now(): number}`, milliseconds since 1970 UTC; frozen for the demo and the tests. */
export const LEDGER_CLOCK = Symbol('LEDGER_CLOCK');

export interface LedgerClock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
}

/** The part of the projector that requests look at. */
export type FollowingProjector = Pick<Projector, 'status' | 'waitFor'>;
