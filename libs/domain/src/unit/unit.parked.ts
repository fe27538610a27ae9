import { toldOtherwise, type Decision } from '../decision.js';
import type { DecidedEvent, SourceEvent } from '../event.js';
import { derivedEventId, referencedEventId } from '../values/event-id.js';
import { contentHash } from '../values/content-hash.js';
import { evolveUnit } from './unit.evolve.js';
import type { UnitData, UnitEventType, UnitFactParked, UnitParkedFactSettled } from './unit.events.js';
import type { UnitState } from './unit.state.js';

type Parked = UnitFactParked['fact'];
type UnitSourceEvent = SourceEvent<UnitEventType>;
type DecideAlone = (state: UnitState, event: UnitSourceEvent & { readonly parked: true }, revision: number) => Decision;

/** Lets a fact wait in its unit's stream for what it builds on. The same fact again waits already; other content replaces it. */
export function park(state: UnitState, event: UnitSourceEvent, waitsFor: string, revision: number): Decision {
  const detail =
    waitsFor === 'production'
      ? `${event.type} came before the unit's UnitProduced. It is kept and taken in by itself once that arrives.`
      : `${event.type} amends event ${waitsFor}, which has not arrived. It is kept and taken in by itself once that arrives.`;
  if (state.parked.some((fact) => fact.eventId === event.eventId && fact.hash === event.hash))
    return { kind: 'park', events: [], detail };
  const { type, source, id, eventId, hash, data, actor, correlation, sequence } = event;
  const fact: Parked = {
    type,
    source,
    id,
    eventId,
    occurredAt: new Date(event.occurredAt).toISOString(),
    hash,
    data,
    actor,
    correlation,
    sequence,
  };
  return {
    kind: 'park',
    events: [ledgerEvent('UnitFactParked', { vin: vinOf(event), waitsFor, fact }, event, revision + 1)],
    detail,
  };
}

/**
 * What the parked facts become once `bringing` is appended: those that wait no longer are decided in the order of
 * `occurredAt`; one that is taken in may free others. `revision` is the stream's after `bringing`.
 */
export function takeInParked(
  state: UnitState,
  bringing: UnitSourceEvent,
  revision: number,
  decide: DecideAlone,
): DecidedEvent[] {
  const taken: DecidedEvent[] = [];
  let unit = state;
  for (let next = nextReady(unit); next; next = nextReady(unit)) {
    const event = asSourceEvent(next);
    const decision = decide(unit, event, revision + taken.length);
    const decided =
      decision.kind === 'accept' ? event : settled(event, decision, bringing, revision + taken.length + 1);
    taken.push(decided);
    unit = evolveUnit(unit, { ...decided, position: undefined });
  }
  return taken;
}

function nextReady(state: UnitState): Parked | undefined {
  if (state.parked.length === 0 || state.life.account === 'none') return undefined;
  const ready = state.parked.filter((fact) => {
    const target = amendedBy(fact);
    return target === undefined || [...state.facts, ...state.amendments].some(({ eventId }) => eventId === target);
  });
  return ready.toSorted(
    (a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || placeInLife(a) - placeInLife(b),
  )[0];
}

/** Of two at one instant, the one that comes first in a life is decided first; voids and corrections come last. */
const LIFE: readonly string[] = [
  'UnitHeld',
  'UnitReleased',
  'UnitShipped',
  'UnitReceived',
  'UnitDelivered',
  'UnitReturned',
  'UnitScrapped',
] satisfies UnitEventType[];

function placeInLife({ type }: Parked): number {
  const place = LIFE.indexOf(type);
  return place < 0 ? LIFE.length : place;
}

function amendedBy({ type, data }: Parked): string | undefined {
  if (type === 'UnitEventVoided') return referencedEventId((data as UnitData<'UnitEventVoided'>).voids);
  if (type === 'UnitEventCorrected') return referencedEventId((data as UnitData<'UnitEventCorrected'>).corrects);
  return undefined;
}

function asSourceEvent(fact: Parked): UnitSourceEvent & { readonly parked: true } {
  return { ...fact, occurredAt: Date.parse(fact.occurredAt), parked: true };
}

function settled(
  event: UnitSourceEvent,
  decision: Decision,
  bringing: UnitSourceEvent,
  revision: number,
): DecidedEvent {
  const data: UnitParkedFactSettled = {
    vin: vinOf(event),
    parked: event.eventId,
    ...settlement(decision),
  };
  return ledgerEvent('UnitParkedFactSettled', data, bringing, revision);
}

function settlement(decision: Decision): Pick<UnitParkedFactSettled, 'result' | 'code' | 'detail'> {
  switch (decision.kind) {
    case 'duplicate':
      return decision.differs
        ? { result: 'duplicate', ...toldOtherwise(decision.first, decision.differs) }
        : { result: 'duplicate', code: 'duplicate', detail: `It tells the same as event ${decision.first.eventId}.` };
    case 'refuse':
      return { result: 'rejected', code: decision.code, detail: decision.detail };
    case 'park':
      return { result: 'rejected', code: 'out-of-order', detail: decision.detail };
    case 'accept':
      return { result: 'rejected', code: 'out-of-order', detail: '' };
  }
}

/** An event the ledger adds of its own accord, dated by the event that made it do so. */
function ledgerEvent(type: string, data: object, cause: UnitSourceEvent, revision: number): DecidedEvent {
  const eventId = derivedEventId(type, vinOf(cause), revision);
  const plain = data as Readonly<Record<string, unknown>>;
  return {
    type,
    data: plain,
    occurredAt: cause.occurredAt,
    source: 'plant-ledger',
    id: eventId,
    eventId,
    hash: contentHash(type, cause.occurredAt, JSON.parse(JSON.stringify(plain))),
    correlation: cause.correlation,
  };
}

function vinOf(event: { readonly data: Readonly<Record<string, unknown>> }): string {
  return String(event.data.vin);
}
