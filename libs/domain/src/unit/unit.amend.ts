import { accept, duplicate, refuse, type Decision } from '../decision.js';
import type { SourceEvent } from '../event.js';
import { isSameChanges } from '../same-changes.js';
import { referencedEventId } from '../values/event-id.js';
import { correctableFields, type UnitChanges } from './unit.events.js';
import { refold, withChanges, withVoided } from './unit.fold.js';
import { park } from './unit.parked.js';
import { contradictionText } from './unit.refusals.js';
import { noRoomForAmendment } from './unit.room.js';
import type { Amendment, UnitFact, UnitState } from './unit.state.js';

type AmendingEvent = SourceEvent<Amendment['type']>;

/** Decides voids and corrections: they amend a fact of this unit, and must leave a possible history. */
export function decideAmendment(state: UnitState, event: AmendingEvent, revision: number): Decision {
  const target = targetOf(event);
  if (target === event.eventId || state.amendments.some(({ eventId }) => eventId === target))
    return refuse(
      'cannot-amend',
      'Voids and corrections amend facts, not other voids or corrections. State the fact again instead.',
      pointerOf(event),
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
  if (fact.voided)
    return refuse(
      'already-voided',
      `${fact.type} ${fact.eventId} is voided. Send the right fact as a new event instead.`,
      '/data/corrects',
    );
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
  if (saysWhatStands(fact, corrected)) {
    const first = state.amendments.findLast(
      (before) => before.amends === fact.eventId && before.changes && isSameChanges(before.changes, changes),
    );
    if (first) return duplicate(first);
    return refuse(
      'nothing-changes',
      `${fact.type} ${fact.eventId} says this already. Name only the fields that are wrong.`,
      '/data/changes',
    );
  }
  return noRoomForAmendment(state) ?? possible(event, corrected);
}

function possible(event: AmendingEvent, facts: readonly UnitFact[]): Decision {
  const folded = refold(facts);
  if (!('fact' in folded)) return accept(event);
  return refuse('impossible-history', contradictionText(event, folded), pointerOf(event));
}

function saysWhatStands(fact: UnitFact, corrected: readonly UnitFact[]): boolean {
  const now = corrected.find(({ eventId }) => eventId === fact.eventId);
  const fields = ['model', 'variant', 'plant', 'line', 'site', 'occurredAt'] as const;
  return fields.every((field) => now?.[field] === fact[field]);
}

function targetOf({ type, data }: AmendingEvent): string {
  return referencedEventId(type === 'UnitEventVoided' ? data.voids : data.corrects);
}

function pointerOf({ type }: AmendingEvent): string {
  return type === 'UnitEventVoided' ? '/data/voids' : '/data/corrects';
}
