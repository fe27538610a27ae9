import { Command } from '@nestjs/cqrs';
import type {
  Category,
  DecidedEvent,
  Decision,
  EventType,
  EvolvingEvent,
  IsHeldUp,
  References,
  SourceEvent,
  TypeAbout,
  TypeIn,
} from '@plant-ledger/domain';
import type { MonthClosing } from './month-closing.js';
import type { Outcome } from './outcome.js';

/** The command to record one event of a source; each kind of thing has its own. */
export abstract class RecordEvent extends Command<Outcome> {
  constructor(readonly event: SourceEvent) {
    super();
  }
}

/** One kind of stream: how the executor loads its state and decides on it. */
interface KindOfStream<State, Held extends EvolvingEvent, Sent extends SourceEvent> {
  readonly command: new (event: SourceEvent) => RecordEvent;
  readonly initial: State;
  evolve(state: State, event: Held): State;
  decide(state: State, event: Sent, context: DecisionContext): Decision;
  /**
   * What is to be appended before anything else is decided, some of it at a time; `cause` is the event that caused it.
   */
  owed?(state: State, cause: Sent, context: DecisionContext): readonly DecidedEvent[];
  /**
   * The event that most often begins a stream, so the stream is not read first: a conflict shows where that is wrong.
   */
  readonly begins?: Sent['type'];
  /** Figures of the read model are added to what is appended. */
  readonly publishes?: true;
}

export type AggregateOf<Of extends Category, State> = KindOfStream<
  State,
  EvolvingEvent<TypeIn<Of>>,
  SourceEvent<TypeAbout<Of> & EventType>
>;

/**
 * Any of them. Its functions are written as methods, whose parameters TypeScript compares bivariantly: the executor
 * makes sure that they get the states that they made and the events of their own streams.
 */
export type Aggregate = KindOfStream<unknown, EvolvingEvent, SourceEvent>;

export type Aggregates = { readonly [Of in Category]: AggregateOf<Of, unknown> };

export interface DecisionContext {
  readonly references: References;
  /** Of the stream's last event; −1 when it has none. */
  readonly revision: number;
  /** Undefined without a read model to ask for a month's figures: then no month can be closed. */
  readonly monthClosing: Pick<MonthClosing, 'now'> | undefined;
  /** Also what waited before and was settled: an operator or a source asks for a new decision. */
  readonly anew: boolean;
  readonly isHeldUp: IsHeldUp;
  /** How far the log is known as far as waiting events are concerned, a decimal position. */
  readonly knownThrough: string | undefined;
  /** Of the plants and sites that are registered; called when a month is to be closed. */
  readonly zonesInUse: () => readonly string[];
}
