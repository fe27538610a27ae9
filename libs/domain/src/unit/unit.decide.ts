import {
  accept,
  duplicate,
  HELD_UP,
  recognise,
  refuse,
  type Decision,
  type Differences,
  type IsHeldUp,
} from '../decision.js';
import type { SourceEvent } from '../event.js';
import type { References } from '../references.js';
import { checkUnitReferences } from './unit.references.js';
import { asUnitFact, evolveUnit } from './unit.evolve.js';
import { decideAmendment } from './unit.amend.js';
import type { UnitEventType } from './unit.events.js';
import { park, takeInParked } from './unit.parked.js';
import { refusalText } from './unit.refusals.js';
import { transition } from './unit.transition.js';
import type { UnitFact, UnitState } from './unit.state.js';

export type UnitSourceEvent = SourceEvent<UnitEventType>;

export interface UnitCircumstances {
  /** Decided also where it waited before and was settled. */
  readonly anew?: boolean;
  readonly isHeldUp?: IsHeldUp;
}

/** May this happen to this unit? Pure; `revision` is the stream's, it names what the ledger itself adds. */
export function decideUnit(
  state: UnitState,
  event: UnitSourceEvent,
  references: References,
  revision: number,
  { anew = false, isHeldUp = () => false }: UnitCircumstances = {},
): Decision {
  const settled = anew ? undefined : settledBefore(state, event);
  if (settled) return settled;
  const decision = decideOne(state, event, references, revision);
  if (decision.kind !== 'accept' || state.parked.length === 0) return decision;
  const after = evolveUnit(state, { ...event, position: undefined });
  const taken = takeInParked(after, event, revision + 1, (unit, parked, at) =>
    isHeldUp(parked) ? { kind: 'park', events: [], detail: HELD_UP } : decideOne(unit, parked, references, at),
  );
  return { kind: 'accept', events: [...decision.events, ...taken], note: decision.note };
}

/** A fact that waited and was settled is answered as then when it is sent again. */
function settledBefore({ settled }: UnitState, { eventId, hash }: UnitSourceEvent): Decision | undefined {
  const before = settled.find(({ fact }) => fact.eventId === eventId && fact.hash === hash);
  return before && { kind: 'settled', result: before.result, code: before.code, detail: before.detail };
}

/** The decision on this event, without what waits for it. */
function decideOne(state: UnitState, event: UnitSourceEvent, references: References, revision: number): Decision {
  const known = recogniseInUnit(state, event) ?? checkUnitReferences(state, event, references);
  if (known && known.kind !== 'accept') return known;
  const decision = decideAlone(state, event, revision);
  return known && decision.kind === 'accept' ? { ...decision, note: known.note } : decision;
}

function recogniseInUnit(state: UnitState, event: UnitSourceEvent): Decision | undefined {
  return (
    recognise(state.facts, event) ?? (state.amendments.length > 0 ? recognise(state.amendments, event) : undefined)
  );
}

/** By the unit's own life: the event is new to it, and what it refers to exists. */
function decideAlone(
  state: UnitState,
  event: UnitSourceEvent & { readonly parked?: true | undefined },
  revision: number,
): Decision {
  if (event.type === 'UnitEventVoided' || event.type === 'UnitEventCorrected')
    return decideAmendment(state, event, revision);
  const fact = asUnitFact({ ...event, position: undefined });
  const done = transition(state.life, state.facts, fact);
  switch (done.kind) {
    case 'move':
    case 'stays':
    case 'late':
      return accept(event);
    case 'same':
      return duplicate(done.first, differences(done.first, fact));
    case 'before-production':
      return park(state, event, 'production', revision);
    case 'refused':
      return refuse(done.code, refusalText(done.code, state, event.type));
  }
}

function differences(first: UnitFact, fact: UnitFact): Differences {
  const differs: Record<string, { first: unknown; this: unknown }> = {};
  if (first.occurredAt !== fact.occurredAt)
    differs.occurredAt = {
      first: new Date(first.occurredAt).toISOString(),
      this: new Date(fact.occurredAt).toISOString(),
    };
  for (const field of ['site', 'variant'] as const)
    if (first[field] !== fact[field]) differs[field] = { first: first[field] ?? null, this: fact[field] ?? null };
  return differs;
}
