import type { EvolvingEvent, KnownEvent, SourceEvent } from '../event.js';
import { Growing } from '../growing.js';
import { referencedEventId } from '../values/event-id.js';
import { parseInstant } from '../values/schemas.js';
import { standingAfter, STILL, type LineStanding } from './line.standing.js';
import type { LineData, LineEventType, LineFactType } from './line.events.js';
import type { LineFact } from './line.fact.js';

export type LineSourceEvent = SourceEvent<LineEventType>;

/** An event of a line's stream; of a void or a correction, which fact it amends, and what a correction changes. */
interface KnownLineEvent extends KnownEvent {
  readonly type: string;
  readonly amends?: string | undefined;
  readonly changes?: LineData<'LineEventCorrected'>['changes'] | undefined;
}

export interface LineState {
  /** Effective facts in the order of the stream, without voided ones. */
  readonly facts: Growing<LineFact>;
  readonly known: Growing<KnownLineEvent>;
  readonly commissioned?: LineFact | undefined;
  /** The line's state; undefined after an amendment, until it is needed. */
  readonly standing: LineStanding | undefined;
}

export const NEW_LINE: LineState = { facts: Growing.of(), known: Growing.of(), standing: STILL };

/** A line of these effective facts, for questions that do not depend on duplicates. */
export function lineOf(facts: Iterable<LineFact>): LineState {
  return withFacts(NEW_LINE, Growing.of(facts));
}

export function evolveLine(state: LineState, event: EvolvingEvent<LineEventType>): LineState {
  const { eventId, hash, position, type } = event;
  switch (event.type) {
    case 'LineEventVoided': {
      const amends = referencedEventId(event.data.voids);
      const known = state.known.plus({ eventId, hash, position, type, amends });
      return withFacts({ ...state, known }, Growing.of(withoutFact(state.facts, amends)));
    }
    case 'LineEventCorrected': {
      const { corrects, changes } = event.data;
      const amends = referencedEventId(corrects);
      const known = state.known.plus({ eventId, hash, position, type, amends, changes });
      return withFacts({ ...state, known }, Growing.of(withCorrection(state.facts, amends, changes)));
    }
    default: {
      const fact = asLineFact(event);
      return {
        facts: state.facts.plus(fact),
        known: state.known.plus({ eventId, hash, position, type }),
        commissioned: state.commissioned ?? (fact.type === 'LineCommissioned' ? fact : undefined),
        standing: standingAfter(state, fact),
      };
    }
  }
}

function withFacts(state: LineState, facts: Growing<LineFact>): LineState {
  return { ...state, facts, commissioned: facts.find(({ type }) => type === 'LineCommissioned'), standing: undefined };
}

export function asLineFact(event: EvolvingEvent<LineFactType>): LineFact {
  const { type, eventId, hash, position, occurredAt } = event;
  const details: Partial<LineData<'LineHalted'> & LineData<'LineRateChanged'>> = event.data;
  const { halt, reason, planned, expectedMinutes, unitsPerHour } = details;
  const unnamed = type === 'LineHalted' && halt === undefined ? (true as const) : undefined;
  return {
    type,
    eventId,
    hash,
    position,
    occurredAt,
    unitsPerHour,
    halt: unnamed ? eventId : halt,
    unnamed,
    reason,
    planned,
    expectedMinutes,
  };
}

export function withoutFact(facts: Iterable<LineFact>, eventId: string): LineFact[] {
  return [...facts].filter((fact) => fact.eventId !== eventId);
}

export function withCorrection(
  facts: Iterable<LineFact>,
  eventId: string,
  { occurredAt, reason, planned }: LineData<'LineEventCorrected'>['changes'],
): LineFact[] {
  return [...facts].map((fact) =>
    fact.eventId === eventId
      ? {
          ...fact,
          reason: reason ?? fact.reason,
          planned: planned ?? fact.planned,
          occurredAt: (occurredAt === undefined ? undefined : parseInstant(occurredAt)) ?? fact.occurredAt,
        }
      : fact,
  );
}
