import type { EventType, SourceData } from './catalog.js';
import type { LoggedData, LoggedType } from './logged.js';

/** What an event says beside its type and data. */
export interface Statement {
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

// Each kind of event below is a union of one for each type: whoever has looked at the type knows what the data holds.

interface Stated<Type extends EventType> extends Statement {
  readonly type: Type;
  /** The data exactly as sent. */
  readonly data: SourceData[Type];
}

/** An event as a source states it, checked against its schema: what a decider is asked to accept. */
export type SourceEvent<Type extends EventType = EventType> = { [One in Type]: Stated<One> }[Type];

interface Typed<Type extends LoggedType> {
  readonly type: Type;
  readonly data: LoggedData[Type];
}

/** An event's type and data, where no more of it is there, or needed. */
export type TypedData<Type extends LoggedType = LoggedType> = { [One in Type]: Typed<One> }[Type];

interface Decided<Type extends LoggedType> extends Statement, Typed<Type> {
  /** It waited in its unit's stream for what it builds on. */
  readonly parked?: true | undefined;
}

/** An event that a decider, or the ledger itself, has made, ready to be appended. */
export type DecidedEvent<Type extends LoggedType = LoggedType> = { [One in Type]: Decided<One> }[Type];

interface Recorded<Type extends LoggedType> extends Decided<Type> {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** When the ledger took it, milliseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/** An event read from the log. */
export type RecordedEvent<Type extends LoggedType = LoggedType> = { [One in Type]: Recorded<One> }[Type];

/** What every decider knows of an event that its thing has accepted: enough to recognise it when it is sent again. */
export interface KnownEvent {
  readonly eventId: string;
  readonly hash: string;
  /** Undefined for an event decided in the same batch and not yet appended. */
  readonly position: bigint | undefined;
}

interface Evolving<Type extends LoggedType> extends Typed<Type>, KnownEvent {
  readonly occurredAt: number;
  readonly parked?: true | undefined;
}

/** What a thing's next state depends on: an event decided just now, or read from the log. */
export type EvolvingEvent<Type extends LoggedType = LoggedType> = { [One in Type]: Evolving<One> }[Type];
