import { changingNothing, type Correction } from './correction.js';
import type { Places } from './places.js';
import {
  accepted,
  eventIdOf,
  instantOf,
  namedIn,
  refused,
  same,
  text,
  waiting,
  type Decision,
  type Details,
  type Reported,
} from './reported.js';
import { lived, step, unborn, type Fact, type Standing } from './unit-life.js';
import { hasRightCheckDigit } from './vin.js';

/** One vehicle: its facts in the order of its stream, those that stand. */
export interface Unit {
  readonly vin: string;
  readonly facts: Fact[];
  readonly voided: Set<string>;
  readonly amendments: Set<string>;
  readonly corrections: Correction[];
  standing: Standing;
}

export const newUnit = (vin: string): Unit => ({
  vin,
  facts: [],
  voided: new Set(),
  amendments: new Set(),
  corrections: [],
  standing: unborn,
});

export const copyOf = (unit: Unit): Unit => ({
  ...unit,
  facts: [...unit.facts],
  voided: new Set(unit.voided),
  amendments: new Set(unit.amendments),
  corrections: [...unit.corrections],
});

export const productionOf = ({ facts }: Unit): Fact | undefined => facts.find(({ type }) => type === 'UnitProduced');

const CORRECTABLE: Readonly<Record<string, readonly string[]>> = {
  UnitProduced: ['model', 'variant', 'plant', 'line', 'occurredAt'],
  UnitHeld: ['occurredAt'],
  UnitReleased: ['occurredAt'],
  UnitScrapped: ['occurredAt'],
};

/** Decides an event of a unit and, where it is accepted, has it done. `late` says that it was parked. */
export function decideUnit(unit: Unit, reported: Reported, places: Places, parked: boolean): Decision {
  if (reported.type === 'UnitEventVoided' || reported.type === 'UnitEventCorrected')
    return amend(unit, reported, places);
  const unknown = places.unknownIn(reported.data);
  if (unknown !== undefined) return unknown;
  const fact: Fact = {
    eventId: eventIdOf(reported.source, reported.id),
    type: reported.type,
    at: instantOf(reported),
    data: reported.data,
    parked,
  };
  const production = productionOf(unit);
  if (production === undefined && reported.type !== 'UnitProduced') return waiting('out-of-order', `unit:${unit.vin}`);
  if (
    reported.type === 'UnitProduced' &&
    places.wantsCheckDigit(text(reported.data, 'plant')) &&
    !hasRightCheckDigit(unit.vin)
  )
    return refused('vin-check-digit');
  const { decision, standing } = step(unit.standing, unit.facts, fact);
  if (decision.result === 'accepted') {
    unit.facts.push(fact);
    unit.standing = standing;
  }
  return decision;
}

function amend(unit: Unit, reported: Reported, places: Places): Decision {
  const named = namedIn(reported);
  const unknown = places.unknownIn((reported.data.changes ?? {}) as Details);
  if (unknown !== undefined) return unknown;
  if (unit.amendments.has(named)) return refused('cannot-amend');
  const voids = reported.type === 'UnitEventVoided';
  if (unit.voided.has(named)) return voids ? same(false) : refused('already-voided');
  const index = unit.facts.findIndex(({ eventId }) => eventId === named);
  const fact = unit.facts[index];
  if (fact === undefined) return waiting('out-of-order', `event:${named}`);
  const amended = voids ? [] : corrected(unit, fact, reported.data.changes as Details, places);
  if (!Array.isArray(amended)) return amended;
  const facts = unit.facts.toSpliced(index, 1, ...amended);
  const standing = lived(facts);
  if (standing === undefined) return refused('impossible-history');
  unit.facts.splice(0, Infinity, ...facts);
  unit.standing = standing;
  unit.amendments.add(eventIdOf(reported.source, reported.id));
  if (voids) unit.voided.add(named);
  else unit.corrections.push({ named, changes: reported.data.changes as Details });
  return accepted;
}

function corrected({ corrections }: Unit, fact: Fact, changes: Details, places: Places): Fact[] | Decision {
  const { occurredAt, ...rest } = changes;
  const data = { ...fact.data, ...rest };
  const unknown = places.unknownIn(data);
  if (unknown !== undefined) return unknown;
  const allowed = CORRECTABLE[fact.type] ?? ['site', 'occurredAt'];
  if (Object.keys(changes).some((field) => !allowed.includes(field))) return refused('field-not-in-fact');
  const at = typeof occurredAt === 'string' ? Date.parse(occurredAt) : fact.at;
  const changed = at !== fact.at || Object.keys(rest).some((field) => fact.data[field] !== rest[field]);
  return changed ? [{ ...fact, at, data }] : changingNothing(corrections, fact.eventId, changes);
}
