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

/** Asks the ledger to record one event that a source states; each kind of thing has its own. */
export abstract class RecordEvent extends Command<Outcome> {
  constructor(readonly event: SourceEvent) {
    super();
  }
}

/** One kind of stream as the executor deals with it: what it loads, whom it asks, and what comes of it. */
interface KindOfStream<State, Held extends EvolvingEvent, Sent extends SourceEvent> {
  /** Asks for one of its events to be recorded. */
  readonly command: new (event: SourceEvent) => RecordEvent;
  /** The state of a stream without events. */
  readonly initial: State;
  evolve(state: State, event: Held): State;
  decide(state: State, event: Sent, context: DecisionContext): Decision;
  /** What is to be appended before anything else is decided, some of it at a time; `cause` is the event that brought it about. */
  owed?(state: State, cause: Sent, context: DecisionContext): readonly DecidedEvent[];
  /** With this event a stream most often begins, so it is not read first: a conflict says where that is wrong. */
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
 * Any of them. Its functions are written as methods, whose parameters TypeScript compares loosely: that they are given the states
 * that they made and the events of their own streams is for the executor to see to.
 */
export type Aggregate = KindOfStream<unknown, EvolvingEvent, SourceEvent>;

export type Aggregates = { readonly [Of in Category]: AggregateOf<Of, unknown> };

export interface DecisionContext {
  readonly references: References;
  /** Of the stream's last event; −1 when it has none. */
  readonly revision: number;
  /** Undefined where no read model can be asked for a month's figures: months are not closed there. */
  readonly monthClosing: Pick<MonthClosing, 'now'> | undefined;
  /** Also what waited before and was settled: somebody asks for a new decision. */
  readonly anew: boolean;
  readonly isHeldUp: IsHeldUp;
  /** How far what waits in quarantine is known, a decimal position. */
  readonly knownThrough: string | undefined;
  /** Of the plants and sites that are registered; asked for where a month is to be closed. */
  readonly zonesInUse: () => readonly string[];
}
