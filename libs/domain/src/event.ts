import type { EventType } from './catalog.js';

/** An event as a source states it, checked against its schema: what a decider is asked to accept. */
export interface SourceEvent<Type extends string = EventType, Data = Readonly<Record<string, unknown>>> {
  readonly type: Type;
  /** The data exactly as sent. */
  readonly data: Data;
  /** When it happened, milliseconds since 1970 UTC. */
  readonly occurredAt: number;
  readonly source: string;
  readonly id: string;
  readonly eventId: string;
  /** SHA-256 of type, instant and data: equal content, equal hash. */
  readonly hash: string;
  readonly actor?: string | undefined;
  readonly correlation?: string | undefined;
  /** The source's own running number, where it sends one. */
  readonly sequence?: string | undefined;
}

/** An event that a decider has made, ready to be appended. */
export interface DecidedEvent extends Omit<SourceEvent<string>, 'type'> {
  readonly type: string;
  /** It waited in its unit's stream for what it builds on. */
  readonly parked?: true | undefined;
}

/** An event read from the log. */
export interface RecordedEvent extends DecidedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** When the ledger took it, milliseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/** What every decider knows of an event that its thing has accepted: enough to recognise it when it is sent again. */
export interface KnownEvent {
  readonly eventId: string;
  readonly hash: string;
  /** Undefined for an event decided in the same batch and not yet appended. */
  readonly position: bigint | undefined;
}
