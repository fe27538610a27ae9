import { parseInstant } from '../values/schemas.js';
import type { UnitChanges } from './unit.events.js';
import { transition, type Transition } from './unit.transition.js';
import { UNBORN, type Life, type UnitFact, type UnitState } from './unit.state.js';

/** The unit after one more fact, and the transition that the fact made. */
export function afterFact(state: UnitState, fact: UnitFact): { state: UnitState; transition: Transition } {
  const done = transition(state.life, state.facts, fact);
  const move = done.kind === 'move' ? done.move : undefined;
  const placed: UnitFact = { ...fact, move };
  return {
    state: { ...state, facts: [...state.facts, placed], life: afterTransition(state.life, placed, done) },
    transition: done,
  };
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

export interface Impossible {
  readonly fact: UnitFact;
  readonly transition: Transition;
}

/** Evolves the unit anew without voided facts; each fact gets the move it makes now. */
export function refold(facts: readonly UnitFact[]): { facts: readonly UnitFact[]; life: Life } | Impossible {
  const folded: UnitFact[] = [];
  let life = UNBORN;
  for (const fact of facts) {
    if (fact.voided) {
      folded.push({ ...fact, move: undefined });
      continue;
    }
    const done = transition(life, folded, fact);
    if (done.kind === 'refused' || done.kind === 'same' || done.kind === 'before-production')
      return { fact, transition: done };
    const placed = { ...fact, move: done.kind === 'move' ? done.move : undefined };
    folded.push(placed);
    life = afterTransition(life, placed, done);
  }
  return { facts: folded, life };
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
