import { referencedEventId } from '../values/event-id.js';
import { parseInstant } from '../values/schemas.js';
import type { EvolvingEvent } from '../event.js';
import { UNIT_FACT_TYPES, type UnitChanges, type UnitData, type UnitFactType } from './unit.events.js';
import type { UnitParkedFactSettled } from './unit.parked.events.js';
import { transition, type Transition } from './unit.transition.js';
import { UNBORN, type Amendment, type Life, type UnitFact, type UnitState } from './unit.state.js';
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
  const { fact, life, done } = withFact(state.life, state.facts, asUnitFact(event));
  if (isImpossible(done))
    throw new ImpossibleHistoryError(`${event.type} ${event.eventId} cannot follow a unit in ${state.life.account}`);
  const next = { ...state, facts: [...state.facts, fact], life };
  if (state.parked.length === 0 && state.settled.length === 0) return next;
  const { eventId } = event;
  return { ...next, parked: withoutWaiting(state.parked, eventId), settled: withoutSettled(state, eventId) };
}

/** One more fact with the move it makes, the life after it, and the transition. */
function withFact(life: Life, facts: readonly UnitFact[], reported: UnitFact) {
  const done = transition(life, facts, reported);
  const fact = { ...reported, move: done.kind === 'move' ? done.move : undefined };
  return { fact, life: afterTransition(life, fact, done), done };
}

function afterTransition(life: Life, fact: UnitFact, done: Transition): Life {
  const latest = Math.max(life.latest, fact.occurredAt);
  if (done.kind === 'late' && done.heldFrom) return { ...life, heldFrom: done.heldFrom, latest };
  if (done.kind !== 'move') return { ...life, latest };
  const { from, to } = done.move;
  return {
    account: to === 'source' ? 'none' : to,
    heldFrom: to === 'hold' && (from === 'stock' || from === 'transit') ? from : undefined,
    latest,
    produced: fact.type === 'UnitProduced' ? fact : life.produced,
  };
}

function isImpossible({ kind }: Transition): boolean {
  return kind === 'refused' || kind === 'same' || kind === 'before-production';
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
  const evolved = evolveAnew(facts);
  if ('done' in evolved)
    throw new ImpossibleHistoryError(
      `${event.type} ${event.eventId} leaves ${evolved.fact.type} ${evolved.fact.eventId} impossible`,
    );
  const { type, eventId, hash, position } = event;
  return {
    ...evolved,
    amendments: [...state.amendments, { type, eventId, hash, position, ...how }],
    parked: withoutWaiting(state.parked, eventId),
    settled: withoutSettled(state, eventId),
  };
}

/** The fact that cannot follow those before it. */
export interface Impossible {
  readonly fact: UnitFact;
  readonly done: Transition;
}

/** Facts as amended, each with the move it makes now, and the life they lead to; voided ones have no effect. */
export function evolveAnew(amendedFacts: readonly UnitFact[]): Pick<UnitState, 'facts' | 'life'> | Impossible {
  const facts: UnitFact[] = [];
  let life = UNBORN;
  for (const reported of amendedFacts) {
    if (reported.voided) {
      facts.push({ ...reported, move: undefined });
      continue;
    }
    const next = withFact(life, facts, reported);
    if (isImpossible(next.done)) return { fact: reported, done: next.done };
    facts.push(next.fact);
    life = next.life;
  }
  return { facts, life };
}

export function withVoided(facts: readonly UnitFact[], eventId: string): readonly UnitFact[] {
  return facts.map((fact) => (fact.eventId === eventId ? { ...fact, voided: true as const } : fact));
}

export function withChanges(facts: readonly UnitFact[], eventId: string, changes: UnitChanges): readonly UnitFact[] {
  const { occurredAt, ...details } = changes;
  const instant = occurredAt === undefined ? undefined : parseInstant(occurredAt);
  return facts.map((fact) =>
    fact.eventId === eventId ? { ...fact, ...details, occurredAt: instant ?? fact.occurredAt } : fact,
  );
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
