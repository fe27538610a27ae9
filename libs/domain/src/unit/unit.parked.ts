import { refuse, THEN_RETRY, reportedDifferently, type Decision } from '../decision.js';
import type { DecidedEvent, SourceEvent, TypedData } from '../event.js';
import { firstWhere } from '../first-where.js';
import { ledgerEvent } from '../ledger/ledger-event.js';
import { isRefusedByLife } from '../rules.js';
import { evolveUnit } from './unit.evolve.js';
import type { UnitEventType } from './unit.events.js';
import type { ParkedFact, UnitFactParked, UnitParkedFactSettled } from './unit.parked.events.js';
import { hasRoom, MOST_WAITING, PRODUCTION, waitingFact, type WaitingFact } from './unit.waiting.js';
import type { UnitState } from './unit.state.js';

type UnitSourceEvent = SourceEvent<UnitEventType>;
export type DecideParked = (
  state: UnitState,
  event: UnitSourceEvent & { readonly parked: true },
  revision: number,
) => Decision;

/**
 * Lets a fact wait in its unit's stream for what it builds on. The same fact is not parked twice; other content
 * replaces it.
 */
export function park(state: UnitState, event: UnitSourceEvent, waitsFor: string, revision: number): Decision {
  const why =
    waitsFor === PRODUCTION
      ? `${event.type} came before the unit's UnitProduced.`
      : `${event.type} amends event ${waitsFor}, which has not arrived.`;
  const detail = `${why} It is kept and taken in by itself once that arrives.`;
  if (state.parked.some((fact) => fact.eventId === event.eventId && fact.hash === event.hash))
    return { kind: 'park', events: [], detail };
  const parked: UnitFactParked = { vin: event.data.vin, waitsFor, fact: asParked(event) };
  if (!hasRoom(state.parked, waitingFact(parked)))
    return refuse(
      'too-many-waiting',
      `${why} At most ${MOST_WAITING.facts} facts and ${MOST_WAITING.bytes / 1024} KiB wait for one unit, and that much waits. ` +
        `Send what they wait for. ${THEN_RETRY}`,
    );
  return { kind: 'park', events: [eventOfUnit({ type: 'UnitFactParked', data: parked }, event, revision + 1)], detail };
}

/**
 * Generic, so that the compiler knows that a type and its data belong together, as it would not for a union of all
 * types.
 */
function asParked<Type extends UnitEventType>(event: SourceEvent<Type>): ParkedFact<Type> {
  const { type, source, id, eventId, hash, data, actor, correlation, sequence, by } = event;
  const occurredAt = new Date(event.occurredAt).toISOString();
  return { type, source, id, eventId, occurredAt, hash, data, actor, correlation, sequence, by };
}

/**
 * The most facts recorded at once: deciding them must not keep others waiting. The next ones follow in another append.
 */
const TAKEN_IN_AT_ONCE = 250;

/**
 * The next decisions on parked facts once `cause` is appended: those that need not wait any longer are decided in the
 * order of `occurredAt`; one that is recorded may free others. `revision` is the stream's after `cause`, `knownThrough`
 * how far the log is known as far as waiting events are concerned.
 */
export function recordParked(
  state: UnitState,
  cause: UnitSourceEvent,
  { revision, knownThrough }: { readonly revision: number; readonly knownThrough?: string | undefined },
  decide: DecideParked,
): DecidedEvent[] {
  if (state.life.account === 'none' || state.parked.length === 0) return [];
  const turns = inTurn(state);
  const taken: DecidedEvent[] = [];
  let unit = state;
  while (taken.length < TAKEN_IN_AT_ONCE && unit.life.account !== 'none') {
    const next = turns.next();
    if (!next) break;
    const event = asSourceEvent(next);
    const decision = decide(unit, event, revision + taken.length);
    const decided =
      decision.kind === 'accept'
        ? event
        : settled(event, { decision, knownThrough }, cause, revision + taken.length + 1);
    taken.push(decided);
    unit = evolveUnit(unit, { ...decided, position: undefined });
    if (decision.kind === 'accept') turns.free(event.eventId);
  }
  return taken;
}

/** The parked facts that are ready, in their order; `free` adds those that waited for an event. */
function inTurn({ parked, facts, amendments }: UnitState) {
  const known = new Set([...facts, ...amendments].map(({ eventId }) => eventId));
  const ready: number[] = [];
  const waiting = new Map<string, number[]>();
  for (const [place, { waitsFor }] of parked.entries()) {
    if (waitsFor === PRODUCTION || known.has(waitsFor)) ready.push(place);
    else if (!waiting.get(waitsFor)?.push(place)) waiting.set(waitsFor, [place]);
  }
  let turn = 0;
  return {
    next(): WaitingFact | undefined {
      const place = ready[turn++];
      return place === undefined ? undefined : parked[place];
    },
    free(eventId: string): void {
      for (const place of waiting.get(eventId) ?? [])
        ready.splice(
          firstWhere(turn, ready.length, (index) => Number(ready[index]) > place),
          0,
          place,
        );
    },
  };
}

function asSourceEvent<Type extends UnitEventType>(
  fact: WaitingFact<Type>,
): SourceEvent<Type> & { readonly parked: true } {
  const { type, source, id, eventId, hash, data, actor, correlation, sequence, by, instant } = fact;
  const carried = { actor, correlation, sequence, by };
  return { type, source, id, eventId, hash, data, ...carried, occurredAt: instant, parked: true };
}

function settled(
  event: UnitSourceEvent,
  { decision, knownThrough }: { readonly decision: Decision; readonly knownThrough: string | undefined },
  cause: UnitSourceEvent,
  revision: number,
): DecidedEvent {
  const how = settlement(decision);
  const decidedAt = how.result === 'rejected' && isRefusedByLife(how.code) ? knownThrough : undefined;
  const data: UnitParkedFactSettled = { vin: event.data.vin, parked: event.eventId, ...how, decidedAt };
  return eventOfUnit({ type: 'UnitParkedFactSettled', data }, cause, revision);
}

function settlement(decision: Decision): Omit<UnitParkedFactSettled, 'vin' | 'parked' | 'decidedAt'> {
  switch (decision.kind) {
    case 'duplicate': {
      const { first, differs } = decision;
      const said = differs
        ? reportedDifferently(first, differs)
        : { code: 'duplicate', detail: `It tells the same as event ${first.eventId}.` };
      return { result: 'duplicate', ...said, first: first.eventId, differs };
    }
    case 'refuse':
      return { result: 'rejected', code: decision.code, detail: decision.detail };
    case 'settled':
      return { result: decision.result, code: decision.code, detail: decision.detail };
    case 'park':
      return { result: 'rejected', code: 'out-of-order', detail: decision.detail };
    case 'accept':
      return { result: 'rejected', code: 'out-of-order', detail: '' };
  }
}

/** Dated by the event that caused it. */
function eventOfUnit(
  typed: TypedData<'UnitFactParked' | 'UnitParkedFactSettled'>,
  { occurredAt, correlation, by, data: { vin } }: UnitSourceEvent,
  revision: number,
): DecidedEvent {
  return ledgerEvent(typed, occurredAt, [vin, revision], { correlation, by });
}
