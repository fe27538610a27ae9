import {
  accept,
  duplicate,
  HELD_UP,
  recognise,
  refuse,
  timeDifference,
  type Decision,
  type IsHeldUp,
} from '../decision.js';
import type { Differences } from '../differences.js';
import type { DecidedEvent, SourceEvent } from '../event.js';
import type { References } from '../references.js';
import { isRefusedByLife } from '../rules.js';
import { checkUnitReferences } from './unit.references.js';
import { asUnitFact, evolveUnit } from './unit.evolve.js';
import { decideAmendment } from './unit.amend.js';
import type { UnitEventType } from './unit.events.js';
import { park, recordParked, type DecideParked } from './unit.parked.js';
import { refusalText } from './unit.refusals.js';
import { noRoomForFact } from './unit.room.js';
import { reportedBefore } from './unit.same-fact.js';
import { transition, type Transition } from './unit.transition.js';
import type { UnitFact, UnitState } from './unit.state.js';

export type UnitSourceEvent = SourceEvent<UnitEventType>;

export interface UnitCircumstances {
  /** Decides even what waited before and was settled. */
  readonly anew?: boolean;
  readonly isHeldUp?: IsHeldUp;
  /** How far the log is known as far as waiting events are concerned, a decimal position. */
  readonly knownThrough?: string | undefined;
}

/**
 * Decides whether this may happen to this unit. Pure; `revision` is the stream's, for the ids of events that the ledger
 * itself adds.
 */
export function decideUnit(
  state: UnitState,
  event: UnitSourceEvent,
  references: References,
  revision: number,
  circumstances: UnitCircumstances = {},
): Decision {
  const settled = circumstances.anew ? undefined : settledBefore(state, event);
  if (settled) return settled;
  const decision = decideOne(state, event, references, revision);
  if (decision.kind !== 'accept' || state.parked.length === 0) return decision;
  const after = evolveUnit(state, { ...event, position: undefined });
  const taken = owedToUnit(after, event, references, revision + 1, circumstances);
  return { kind: 'accept', events: [...decision.events, ...taken], note: decision.note };
}

/**
 * Facts that waited in the unit's stream for something that is there now, as many as fit into one append. Usually they
 * are appended with what they waited for; where that was too much for one append, the rest is owed.
 */
export function owedToUnit(
  state: UnitState,
  cause: UnitSourceEvent,
  references: References,
  revision: number,
  { isHeldUp = () => false, knownThrough }: Omit<UnitCircumstances, 'anew'> = {},
): readonly DecidedEvent[] {
  // Called for every event: most vehicles are owed nothing.
  if (state.parked.length === 0) return NOTHING;
  const decide: DecideParked = (unit, parked, at) => {
    if (isHeldUp(parked)) return WAITS_ON;
    const decision = decideOne(unit, parked, references, at);
    const isRefused = decision.kind === 'refuse' && isRefusedByLife(decision.code);
    return isRefused && isHeldUp(parked, true) ? WAITS_ON : decision;
  };
  return recordParked(state, cause, { revision, knownThrough }, decide);
}

const NOTHING: readonly DecidedEvent[] = [];

const WAITS_ON: Decision = { kind: 'park', events: [], detail: HELD_UP };

/** A fact that waited and was settled gets the same answer when it is sent again. */
function settledBefore(
  { settled, facts, amendments }: UnitState,
  { eventId, hash }: UnitSourceEvent,
): Decision | undefined {
  const before = settled.find(({ fact }) => fact.eventId === eventId && fact.hash === hash);
  if (!before) return undefined;
  const { result, code, detail, differs } = before;
  const known = [...facts, ...amendments].find((one) => one.eventId === before.first);
  const first = before.first === undefined ? undefined : { eventId: before.first, position: known?.position };
  return { kind: 'settled', result, code, detail, first, differs };
}

function decideOne(state: UnitState, event: UnitSourceEvent, references: References, revision: number): Decision {
  const known =
    recogniseInUnit(state, event) ?? madeElsewhere(state, event) ?? checkUnitReferences(state, event, references);
  if (known && known.kind !== 'accept') return known;
  const decision = decideAlone(state, event, revision);
  return known && decision.kind === 'accept' ? { ...decision, note: known.note } : decision;
}

/** A later fact names no plant: it is the unit's own that whoever delivers the fact must be allowed to report of. */
function madeElsewhere({ life: { produced } }: UnitState, { type, ofPlants }: UnitSourceEvent): Decision | undefined {
  if (ofPlants === undefined || produced?.plant === undefined || ofPlants.includes(produced.plant)) return undefined;
  return refuse(
    'not-allowed',
    `This ${type} is of a vehicle that was made in the plant "${produced.plant}", which is not one of this key's. Nothing of it was kept.`,
  );
}

function recogniseInUnit(state: UnitState, event: UnitSourceEvent): Decision | undefined {
  return (
    recognise(state.facts, event) ?? (state.amendments.length > 0 ? recognise(state.amendments, event) : undefined)
  );
}

/** By the unit's own history: the event is new to it, and what it refers to exists. */
function decideAlone(
  state: UnitState,
  event: UnitSourceEvent & { readonly parked?: true | undefined },
  revision: number,
): Decision {
  if (event.type === 'UnitEventVoided' || event.type === 'UnitEventCorrected')
    return decideAmendment(state, event, revision);
  const fact = asUnitFact({ ...event, position: undefined });
  const done = transition(state.life, state.facts, fact);
  const first = changesNothing(done) ? reportedBefore(comparable(state, done), fact) : undefined;
  if (first) return duplicate(first, differences(first, fact));
  switch (done.kind) {
    case 'move':
    case 'stays':
    case 'late':
      return (event.parked ? undefined : noRoomForFact(state)) ?? accept(event);
    case 'same':
      return duplicate(done.first, differences(done.first, fact));
    case 'before-production':
      return park(state, event, 'production', revision);
    case 'refused':
      return refuse(done.code, refusalText(done.code, state, event.type));
  }
}

/** A time before the production is impossible, unless the fact recorded first, which waited for it, has it, too. */
function comparable({ facts, life }: UnitState, done: Transition): readonly UnitFact[] {
  const { produced } = life;
  if (done.kind !== 'refused' || done.code !== 'occurred-before-production' || !produced) return facts;
  return facts.filter(({ occurredAt }) => occurredAt < produced.occurredAt);
}

/** Refused, or a receipt of a unit in stock: another system may have reported it before, and then nothing is lost. */
function changesNothing({ kind }: Transition): boolean {
  return kind === 'refused' || kind === 'stays';
}

function differences(first: UnitFact, fact: UnitFact): Differences {
  const differs: Record<string, { first: unknown; this: unknown }> = {
    ...timeDifference(first.occurredAt, fact.occurredAt),
  };
  for (const field of ['site', 'variant'] as const)
    if (first[field] !== fact[field]) differs[field] = { first: first[field] ?? null, this: fact[field] ?? null };
  return differs;
}
