/** The life of an event that was refused, stream `quarantine-{eventId}`. Written by the ledger only. */

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
}

export interface FieldError {
  /** JSON pointer into the event, such as `/data/vin`. */
  readonly pointer: string;
  readonly message: string;
}

export interface EventQuarantined {
  readonly eventId: string;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[] | undefined;
  /** SHA-256 of the content as it was sent. */
  readonly contentHash: string;
  readonly event: KeptEvent;
}

/** It was decided again and refused again. */
export interface EventRetried {
  readonly eventId: string;
  readonly code: string;
  readonly detail: string;
}

/** It was decided again and is in the log now, or was there already. */
export interface EventResolved {
  readonly eventId: string;
  readonly result: 'accepted' | 'duplicate' | 'quarantined';
}

export interface EventDiscarded {
  readonly eventId: string;
  readonly reason: string;
  readonly actor?: string | undefined;
}

export const QUARANTINE_EVENT_TYPES = ['EventQuarantined', 'EventRetried', 'EventResolved', 'EventDiscarded'] as const;
export type QuarantineEventType = (typeof QUARANTINE_EVENT_TYPES)[number];
