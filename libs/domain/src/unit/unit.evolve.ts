import { referencedEventId } from '../values/event-id.js';
import type { EvolvingEvent } from '../event.js';
import { UNIT_FACT_TYPES, type UnitData, type UnitFactType } from './unit.events.js';
import type { UnitParkedFactSettled } from './unit.parked.events.js';
import { afterFact, refold, withChanges, withVoided } from './unit.fold.js';
import type { Amendment, UnitFact, UnitState } from './unit.state.js';
import { waitingFact, withWaiting, withoutWaiting } from './unit.waiting.js';

/** An event in a unit's stream that its history does not allow: the log was altered, or written by other rules. */
export class ImpossibleHistoryError extends Error {
  override readonly name = 'ImpossibleHistoryError';
}

/**
 * The unit after one more event of its stream. Pure.
 * @throws ImpossibleHistoryError when the event cannot follow the ones before it.
 */
export function evolveUnit(state: UnitState, event: EvolvingEvent): UnitState {
  switch (event.type) {
    case 'UnitFactParked': {
      const fact = waitingFact(event.data);
      const parked = withWaiting(withoutWaiting(state.parked, fact.eventId), fact);
      return { ...state, parked, settled: withoutSettled(state, fact.eventId) };
    }
    case 'UnitParkedFactSettled':
      return afterSettling(state, event.data);
    case 'UnitEventVoided': {
      const target = referencedEventId(event.data.voids);
      return amended(state, event, { amends: target }, withVoided(state.facts, target));
    }
    case 'UnitEventCorrected': {
      const { corrects, changes } = event.data;
      const target = referencedEventId(corrects);
      return amended(state, event, { amends: target, changes }, withChanges(state.facts, target, changes));
    }
    default:
      if (isFact(event)) return afterNextFact(state, event);
      throw new ImpossibleHistoryError(`no unit stream holds events of type ${event.type}`);
  }
}

const FACT_TYPES: ReadonlySet<string> = new Set(UNIT_FACT_TYPES);

function isFact(event: EvolvingEvent): event is EvolvingEvent<UnitFactType> {
  return FACT_TYPES.has(event.type);
}

function afterNextFact(state: UnitState, event: EvolvingEvent<UnitFactType>): UnitState {
  const { state: next, transition } = afterFact(state, asUnitFact(event));
  if (transition.kind === 'refused' || transition.kind === 'same' || transition.kind === 'before-production')
    throw new ImpossibleHistoryError(`${event.type} ${event.eventId} cannot follow a unit in ${state.life.account}`);
  if (state.parked.length === 0 && state.settled.length === 0) return next;
  const { eventId } = event;
  return { ...next, parked: withoutWaiting(state.parked, eventId), settled: withoutSettled(state, eventId) };
}

/** The part of a fact event that a unit's life depends on. */
export function asUnitFact(event: EvolvingEvent<UnitFactType>): UnitFact {
  const details: Partial<UnitData<'UnitProduced'> & UnitData<'UnitShipped'>> = event.data;
  const { plant, line, model, variant, site } = details;
  return {
    type: event.type,
    eventId: event.eventId,
    hash: event.hash,
    position: event.position,
    occurredAt: event.occurredAt,
    plant,
    line,
    model,
    variant,
    site,
    parked: event.parked,
  };
}

function amended(
  state: UnitState,
  event: EvolvingEvent<Amendment['type']>,
  how: Pick<Amendment, 'amends' | 'changes'>,
  facts: readonly UnitFact[],
): UnitState {
  const folded = refold(facts);
  if ('fact' in folded)
    throw new ImpossibleHistoryError(
      `${event.type} ${event.eventId} leaves ${folded.fact.type} ${folded.fact.eventId} impossible`,
    );
  const { eventId, hash, position } = event;
  const amendment: Amendment = { type: event.type, eventId, hash, position, ...how };
  return {
    facts: folded.facts,
    life: folded.life,
    amendments: [...state.amendments, amendment],
    parked: withoutWaiting(state.parked, eventId),
    settled: withoutSettled(state, eventId),
  };
}

function afterSettling(state: UnitState, { parked, vin: _vin, ...how }: UnitParkedFactSettled): UnitState {
  const fact = state.parked.find(({ eventId }) => eventId === parked);
  if (!fact) return state;
  const settled = [...withoutSettled(state, parked), { fact, ...how }];
  return { ...state, parked: withoutWaiting(state.parked, parked), settled };
}

function withoutSettled({ settled }: UnitState, eventId: string): UnitState['settled'] {
  return settled.length === 0 ? settled : settled.filter(({ fact }) => fact.eventId !== eventId);
}
