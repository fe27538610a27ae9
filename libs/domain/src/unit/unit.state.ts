import type { KnownEvent } from '../event.js';
import type { UnitAmendmentType, UnitChanges, UnitFactType } from './unit.events.js';
import type { UnitParkedFactSettled } from './unit.parked.events.js';
import type { WaitingFact } from './unit.waiting.js';

/** The accounts of a unit in the books. Every transfer moves exactly one unit from one account to another. */
export const ACCOUNTS = ['source', 'stock', 'hold', 'transit', 'delivered', 'scrapped'] as const;
export type Account = (typeof ACCOUNTS)[number];

export interface Move {
  readonly from: Account;
  readonly to: Account;
}

/** A fact of a unit, with its details as corrected so far. */
export interface UnitFact extends KnownEvent {
  readonly type: UnitFactType;
  readonly occurredAt: number;
  readonly plant?: string | undefined;
  readonly line?: string | undefined;
  readonly model?: string | undefined;
  readonly variant?: string | undefined;
  readonly site?: string | undefined;
  readonly parked?: true | undefined;
  readonly voided?: true | undefined;
  /** Its move in the books; undefined for late history, for a receipt into stock, and when voided. */
  readonly move?: Move | undefined;
}

export interface Amendment extends KnownEvent {
  readonly type: UnitAmendmentType;
  readonly amends: string;
  readonly changes?: UnitChanges | undefined;
}

export interface SettledFact extends Omit<UnitParkedFactSettled, 'vin' | 'parked'> {
  readonly fact: WaitingFact;
}

/** The unit's state by its effective facts. */
export interface Life {
  /** `none` before production. */
  readonly account: Exclude<Account, 'source'> | 'none';
  /** The account that a held unit returns to. */
  readonly heldFrom?: 'stock' | 'transit' | undefined;
  /** When the latest of its effective facts occurred. */
  readonly latest: number;
  readonly produced?: UnitFact | undefined;
}

export interface UnitState {
  /** Every fact ever accepted, in the order of the stream. */
  readonly facts: readonly UnitFact[];
  readonly amendments: readonly Amendment[];
  /** Facts that wait for what they build on, in the order in which they will be decided. */
  readonly parked: readonly WaitingFact[];
  /** Facts that waited and did not become facts of the unit: duplicates, refused or discarded. */
  readonly settled: readonly SettledFact[];
  readonly life: Life;
}

export const UNBORN: Life = { account: 'none', latest: -Infinity };
export const NEW_UNIT: UnitState = { facts: [], amendments: [], parked: [], settled: [], life: UNBORN };
