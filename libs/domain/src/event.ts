import type { EventType, SourceData } from './catalog.js';
import type { LoggedData, LoggedType } from './logged.js';
import type { Statement } from './statement.js';

// Each kind of event below is a union with one member a type: narrowing by the type narrows the data.

interface Stated<Type extends EventType> extends Statement {
  readonly type: Type;
  readonly data: SourceData[Type];
}

/** A validated event as a source states it: what a decider decides on. */
export type SourceEvent<Type extends EventType = EventType> = { [One in Type]: Stated<One> }[Type];

interface Typed<Type extends LoggedType> {
  readonly type: Type;
  readonly data: LoggedData[Type];
}

/** An event's type and data, where nothing else is known or needed. */
export type TypedData<Type extends LoggedType = LoggedType> = { [One in Type]: Typed<One> }[Type];

interface Decided<Type extends LoggedType> extends Statement, Typed<Type> {
  /** It waited in its unit's stream for what it builds on. */
  readonly parked?: true | undefined;
}

/** An event made by a decider, or by the ledger itself, ready to be appended. */
export type DecidedEvent<Type extends LoggedType = LoggedType> = { [One in Type]: Decided<One> }[Type];

interface Recorded<Type extends LoggedType> extends Decided<Type> {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** When the ledger recorded it, milliseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/** An event read from the log. */
export type RecordedEvent<Type extends LoggedType = LoggedType> = { [One in Type]: Recorded<One> }[Type];

/** What every decider knows of an event that was accepted: enough to recognise it when it is sent again. */
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

/** What `evolve` takes: an event decided just now, or read from the log. */
export type EvolvingEvent<Type extends LoggedType = LoggedType> = { [One in Type]: Evolving<One> }[Type];
