import type { KnownEvent, RecordedEvent, SourceEvent } from '../event.js';
import { referencedEventId } from '../values/event-id.js';
import { parseInstant } from '../values/schemas.js';
import type { LineData, LineEventType, LineFactType } from './line.events.js';

/** An event of a line as a source states it. */
export type LineSourceEvent = SourceEvent<LineEventType>;

/** A fact of a line, with its details as corrected so far. */
export interface LineFact extends KnownEvent {
  readonly type: LineFactType;
  readonly occurredAt: number;
  readonly unitsPerHour?: number | undefined;
  /** Of a halt: its id. Of a resumption: the one halt it ends; undefined, all that are open then. */
  readonly halt?: string | undefined;
  /** A halt whose id is its event's own, because the source named none. */
  readonly unnamed?: true | undefined;
  readonly reason?: string | undefined;
  readonly planned?: boolean | undefined;
  readonly expectedMinutes?: number | undefined;
}

export interface LineState {
  /** Effective facts in the order of the stream; voided ones are taken out. */
  readonly facts: readonly LineFact[];
  readonly known: readonly (KnownEvent & { readonly type: string; readonly amends?: string | undefined })[];
  readonly commissioned?: LineFact | undefined;
}

export const NEW_LINE: LineState = { facts: [], known: [] };

type LineEvent = Pick<RecordedEvent, 'type' | 'data' | 'occurredAt'> & KnownEvent;

export function evolveLine(state: LineState, event: LineEvent): LineState {
  const { eventId, hash, position, type } = event;
  switch (type as LineEventType) {
    case 'LineEventVoided': {
      const amends = referencedEventId((event.data as LineData<'LineEventVoided'>).voids);
      return settle({
        ...state,
        facts: withoutFact(state.facts, amends),
        known: [...state.known, { eventId, hash, position, type, amends }],
      });
    }
    case 'LineEventCorrected': {
      const { corrects, changes } = event.data as LineData<'LineEventCorrected'>;
      const amends = referencedEventId(corrects);
      const facts = withCorrection(state.facts, amends, changes);
      return settle({ ...state, facts, known: [...state.known, { eventId, hash, position, type, amends }] });
    }
    default:
      return settle({
        ...state,
        facts: [...state.facts, asLineFact(event)],
        known: [...state.known, { eventId, hash, position, type }],
      });
  }
}

function settle(state: LineState): LineState {
  return { ...state, commissioned: state.facts.find(({ type }) => type === 'LineCommissioned') };
}

export function asLineFact(event: LineEvent): LineFact {
  const { eventId, hash, position, occurredAt } = event;
  const type = event.type as LineFactType;
  const { halt, reason, planned, expectedMinutes, unitsPerHour } = event.data as Partial<
    LineData<'LineHalted'> & LineData<'LineRateChanged'>
  >;
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

export function withoutFact(facts: readonly LineFact[], eventId: string): readonly LineFact[] {
  return facts.filter((fact) => fact.eventId !== eventId);
}

export function withCorrection(
  facts: readonly LineFact[],
  eventId: string,
  { occurredAt, reason, planned }: LineData<'LineEventCorrected'>['changes'],
): readonly LineFact[] {
  return facts.map((fact) =>
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
