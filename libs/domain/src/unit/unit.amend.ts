import { alreadyVoided, nothingChanges, targetOf } from '../amending.js';
import { accept, duplicate, refuse, type Decision } from '../decision.js';
import type { SourceEvent } from '../event.js';
import { correctableFields, type UnitChanges } from './unit.events.js';
import { evolveAnew, withChanges, withVoided } from './unit.evolve.js';
import { park } from './unit.parked.js';
import { contradictionText } from './unit.refusals.js';
import { noRoomForAmendment } from './unit.room.js';
import type { Amendment, UnitFact, UnitState } from './unit.state.js';

type AmendingEvent = SourceEvent<Amendment['type']>;

/** Decides voids and corrections: they amend a fact of this unit, and must leave a possible history. */
export function decideAmendment(state: UnitState, event: AmendingEvent, revision: number): Decision {
  const { target, pointer } = targetOf(event.data);
  if (target === event.eventId || state.amendments.some(({ eventId }) => eventId === target))
    return refuse(
      'cannot-amend',
      'Voids and corrections amend facts, not other voids or corrections. State the fact again instead.',
      pointer,
    );
  const fact = state.facts.find(({ eventId }) => eventId === target);
  if (!fact) return park(state, event, target, revision);
  return event.type === 'UnitEventVoided' ? decideVoid(state, event, fact) : decideCorrection(state, event, fact);
}

function decideVoid(state: UnitState, event: SourceEvent<'UnitEventVoided'>, fact: UnitFact): Decision {
  if (fact.voided) {
    const first = state.amendments.find(({ type, amends }) => type === 'UnitEventVoided' && amends === fact.eventId);
    if (first) return duplicate(first);
  }
  return noRoomForAmendment(state) ?? possible(event, withVoided(state.facts, fact.eventId));
}

function decideCorrection(state: UnitState, event: SourceEvent<'UnitEventCorrected'>, fact: UnitFact): Decision {
  const { changes } = event.data;
  if (fact.voided) return alreadyVoided(fact, '/data/corrects');
  const wrong = Object.keys(changes).find(
    (field) => !correctableFields(fact.type).includes(field as keyof UnitChanges),
  );
  if (wrong !== undefined)
    return refuse(
      'field-not-in-fact',
      `${fact.type} has no ${wrong} to correct. Its correctable fields: ${correctableFields(fact.type).join(', ')}.`,
      `/data/changes/${wrong}`,
    );
  const corrected = withChanges(state.facts, fact.eventId, changes);
  if (saysWhatStands(fact, corrected)) return nothingChanges(fact, changes, state.amendments);
  return noRoomForAmendment(state) ?? possible(event, corrected);
}

function possible(event: AmendingEvent, facts: readonly UnitFact[]): Decision {
  const evolved = evolveAnew(facts);
  if (!('done' in evolved)) return accept(event);
  return refuse('impossible-history', contradictionText(event, evolved), targetOf(event.data).pointer);
}

function saysWhatStands(fact: UnitFact, corrected: readonly UnitFact[]): boolean {
  const now = corrected.find(({ eventId }) => eventId === fact.eventId);
  const fields = ['model', 'variant', 'plant', 'line', 'site', 'occurredAt'] as const;
  return fields.every((field) => now?.[field] === fact[field]);
}
