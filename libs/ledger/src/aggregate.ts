import {
  decideLine,
  decideMilestone,
  decideMonth,
  decidePlant,
  decideSite,
  decideTarget,
  decideUnit,
  evolveLine,
  evolveMilestone,
  evolveMonth,
  evolvePlant,
  evolveSite,
  evolveTarget,
  evolveUnit,
  NEW_LINE,
  NEW_MILESTONE,
  NEW_MONTH,
  NEW_PLANT,
  NEW_SITE,
  NEW_TARGET,
  NEW_UNIT,
  owedToUnit,
  refuse,
  type Category,
  type DecidedEvent,
  type Decision,
  type IsHeldUp,
  type KnownEvent,
  type MonthCircumstances,
  type MonthEventType,
  type References,
  type SourceEvent,
} from '@plant-ledger/domain';
import type { MonthClosing } from './month-closing.js';

/** What the executor needs to decide about one kind of stream; the state's type stays between these functions. */
export interface Aggregate {
  readonly initial: unknown;
  readonly evolve: (state: unknown, event: EvolvingEvent) => unknown;
  readonly decide: (state: unknown, event: SourceEvent, context: DecisionContext) => Decision;
  /** What is to be appended before anything else is decided, some of it at a time; `cause` is the event that brought it about. */
  readonly owed?: (state: unknown, cause: SourceEvent, context: DecisionContext) => readonly DecidedEvent[];
}

export type EvolvingEvent = KnownEvent & {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: number;
  readonly parked?: true | undefined;
};

export interface DecisionContext {
  readonly references: References;
  /** Of the stream's last event; −1 when it has none. */
  readonly revision: number;
  /** Undefined where no read model can be asked for a month's figures: months are not closed there. */
  readonly monthClosing: Pick<MonthClosing, 'now'> | undefined;
  /** Also what waited before and was settled: somebody asks for a new decision. */
  readonly anew: boolean;
  readonly isHeldUp: IsHeldUp;
  /** Of the plants and sites that are registered; asked for where a month is to be closed. */
  readonly zonesInUse: () => readonly string[];
}

function aggregate<State>(parts: {
  readonly initial: State;
  readonly evolve: (state: State, event: EvolvingEvent) => State;
  /** Each takes the events of its own kind, which is what its streams hold. */
  readonly decide: (state: State, event: never, context: DecisionContext) => Decision;
  readonly owed?: (state: State, cause: never, context: DecisionContext) => readonly DecidedEvent[];
}): Aggregate {
  return parts as unknown as Aggregate;
}

const MONTH_CLOSING_UNAVAILABLE =
  'A closing publishes figures of the read model, so months are closed through the running service. ' +
  'The event is kept and can be retried there.';

/** Whether the month is over is for where it can be closed to say. */
const WHEREVER_IT_IS_CLOSED: MonthCircumstances = { now: Infinity, zonesInUse: () => ['UTC'] };

/** One entry per kind of stream: its empty state, its fold and its rules. */
export const AGGREGATES: Readonly<Record<Category, Aggregate>> = {
  unit: aggregate({
    initial: NEW_UNIT,
    evolve: evolveUnit,
    decide: (state, event, { references, revision, anew, isHeldUp }) =>
      decideUnit(state, event, references, revision, { anew, isHeldUp }),
    owed: (state, cause, { references, revision, isHeldUp }) =>
      owedToUnit(state, cause, references, revision, isHeldUp),
  }),
  line: aggregate({
    initial: NEW_LINE,
    evolve: evolveLine,
    decide: (state, event, { references }) => decideLine(state, event, references),
  }),
  plant: aggregate({ initial: NEW_PLANT, evolve: evolvePlant, decide: decidePlant }),
  site: aggregate({ initial: NEW_SITE, evolve: evolveSite, decide: decideSite }),
  target: aggregate({
    initial: NEW_TARGET,
    evolve: evolveTarget,
    decide: (state, event, { references }) => decideTarget(state, event, references),
  }),
  milestone: aggregate({
    initial: NEW_MILESTONE,
    evolve: evolveMilestone,
    decide: (state, event, { references }) => decideMilestone(state, event, references),
  }),
  month: aggregate({
    initial: NEW_MONTH,
    evolve: evolveMonth,
    decide: (state, event: SourceEvent<MonthEventType>, { monthClosing, zonesInUse }) => {
      const circumstances = monthClosing ? { now: monthClosing.now(), zonesInUse } : WHEREVER_IT_IS_CLOSED;
      const decision = decideMonth(state, event, circumstances);
      const publishes = decision.kind === 'accept' && event.type === 'MonthClosed';
      return publishes && !monthClosing ? refuse('month-closing-unavailable', MONTH_CLOSING_UNAVAILABLE) : decision;
    },
  }),
};
