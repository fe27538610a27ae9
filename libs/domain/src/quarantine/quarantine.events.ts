import type { Differences } from '../differences.js';

/** The life of an event that was refused or waits, stream `quarantine-{eventId}`. Written by the ledger only. */

/** A refused event as it is kept: values of unknown fields are left out, they may be personal; their names stay. */
export interface KeptEvent {
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** JSON pointers of the fields whose values were not kept. */
  readonly withheld?: readonly string[] | undefined;
  readonly actor?: string | undefined;
  readonly correlation?: string | undefined;
  readonly sequence?: string | undefined;
  /** Who delivered it; what it may say was judged then. */
  readonly by?: string | undefined;
}

export interface FieldError {
  /** JSON pointer into the event, such as `/data/vin`. */
  readonly pointer: string;
  readonly message: string;
}

export type EventQuarantined = {
  readonly eventId: string;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[] | undefined;
  /** SHA-256 of the content as it was sent. */
  readonly contentHash: string;
  readonly event: KeptEvent;
  /** The stream of what it waits for before it is recorded by itself; absent: it was refused. */
  readonly waitsFor?: string | undefined;
  /**
   * Refused because of its unit's or line's state: the last position of the log that the decision knew, decimal. Where
   * an earlier event of the same thing was settled after that, it is decided anew.
   */
  readonly decidedAt?: string | undefined;
  /**
   * Of a fact that was recorded before with other details: the event that recorded it first, and how this one differs.
   */
  readonly first?: string | undefined;
  readonly differs?: Differences | undefined;
};

/** It was decided again, and is refused for another reason now or on more of the log, or waits for something else. */
export type EventRetried = Omit<EventQuarantined, 'contentHash' | 'event'> & {
  readonly about?: { readonly stream: string; readonly type: string; readonly time: string } | undefined;
};

/** It was decided again and is in the log now, or was there already. */
export type EventResolved = {
  readonly eventId: string;
  readonly result: 'accepted' | 'duplicate' | 'quarantined';
  /** SHA-256 of the content that was decided; absent: the content kept last. */
  readonly contentHash?: string | undefined;
  /** Of a duplicate: the event that recorded the fact first. */
  readonly first?: string | undefined;
};

export type EventDiscarded = {
  readonly eventId: string;
  readonly reason: string;
  readonly actor?: string | undefined;
};
