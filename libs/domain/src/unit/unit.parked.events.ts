import type { SourceData } from '../catalog.js';
import type { Differences } from '../differences.js';
import type { Statement } from '../statement.js';
import type { UnitEventType } from './unit.events.js';

interface Parked<Type extends UnitEventType> extends Omit<Statement, 'occurredAt'> {
  readonly type: Type;
  readonly occurredAt: string;
  readonly data: SourceData[Type];
}

/** A fact that waits in its unit's stream: one member for each type. */
export type ParkedFact<Type extends UnitEventType = UnitEventType> = { [One in Type]: Parked<One> }[Type];

/** Written by the ledger only: a fact waits in its unit's stream for what it builds on. */
export type UnitFactParked = {
  readonly vin: string;
  /** `production`, or the eventId it amends. */
  readonly waitsFor: string;
  readonly fact: ParkedFact;
};

/** Written by the ledger only: what a parked fact waited for has come, and it was not recorded. */
export type UnitParkedFactSettled = {
  readonly vin: string;
  readonly parked: string;
  readonly result: 'duplicate' | 'rejected' | 'discarded';
  /** Of a duplicate that reports the fact with other details: `duplicate-differs`, and it is listed for an operator. */
  readonly code: string;
  readonly detail: string;
  /** Of a duplicate: the event that recorded the fact first, and how this one differs. */
  readonly first?: string | undefined;
  readonly differs?: Differences | undefined;
  /**
   * Of one refused because of its unit's state: how far the log is known as far as waiting events are concerned, a
   * decimal position.
   */
  readonly decidedAt?: string | undefined;
};
