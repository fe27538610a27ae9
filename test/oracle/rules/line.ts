import { changingNothing, type Correction } from './correction.js';
import {
  accepted,
  eventIdOf,
  instantOf,
  namedIn,
  refused,
  same,
  text,
  textOr,
  type Decision,
  type Details,
  type Reported,
} from './reported.js';

/** A fact of a line as it stands. */
export interface LineFact {
  readonly eventId: string;
  readonly type: string;
  readonly at: number;
  readonly data: Details;
}

export interface Line {
  readonly plant: string;
  readonly line: string;
  readonly facts: LineFact[];
  readonly voided: Set<string>;
  readonly amendments: Set<string>;
  readonly corrections: Correction[];
}

export interface Halt {
  readonly halt: string;
  readonly eventId: string;
  readonly reason: string;
  readonly planned: boolean;
  readonly expectedMinutes: unknown;
  readonly from: number;
  /** Infinity while it lasts. */
  readonly to: number;
}

const DAY = 86_400_000;

export const newLine = (plant: string, line: string): Line => ({
  plant,
  line,
  facts: [],
  voided: new Set(),
  amendments: new Set(),
  corrections: [],
});

const ofType = (facts: readonly LineFact[], type: string) => facts.filter((fact) => fact.type === type);

export const commissioningOf = (facts: readonly LineFact[]): LineFact | undefined =>
  ofType(facts, 'LineCommissioned')[0];

const nameOf = ({ eventId, data }: LineFact): string => textOr(data, 'halt', eventId);

/** Whether a resumption ends a halt that began then: a named one its own, another all that began before. */
const ends = (resumption: LineFact, halt: LineFact): boolean =>
  resumption.data.halt === undefined
    ? resumption.at > halt.at
    : resumption.data.halt === nameOf(halt) && resumption.at >= halt.at;

/** The halts of a line, each ended by the first resumption that ends it. */
export function haltsOf(facts: readonly LineFact[]): Halt[] {
  const resumptions = ofType(facts, 'LineResumed');
  return ofType(facts, 'LineHalted').map((halt) => ({
    halt: nameOf(halt),
    eventId: halt.eventId,
    reason: text(halt.data, 'reason'),
    planned: halt.data.planned === true,
    expectedMinutes: halt.data.expectedMinutes ?? null,
    from: halt.at,
    to: Math.min(Infinity, ...resumptions.filter((one) => ends(one, halt)).map(({ at }) => at)),
  }));
}

/** Whether each resumption ends a halt. */
function everyResumptionEnds(facts: readonly LineFact[]): boolean {
  const halts = haltsOf(facts);
  const named = (resumption: LineFact, { halt }: Halt) =>
    [undefined, halt].includes(textOr(resumption.data, 'halt', undefined));
  return ofType(facts, 'LineResumed').every((one) => halts.some((halt) => halt.to === one.at && named(one, halt)));
}

/** Decides an event of a line that is commissioned, or commissions it, and has it done where it is accepted. */
export function decideLine(line: Line, reported: Reported): Decision {
  if (/Voided|Corrected/.test(reported.type)) return amend(line, reported);
  const fact = {
    eventId: eventIdOf(reported.source, reported.id),
    type: reported.type,
    at: instantOf(reported),
    data: reported.data,
  };
  const decision = judged(line.facts, fact);
  if (decision.result === 'accepted') line.facts.push(fact);
  return decision;
}

function judged(facts: readonly LineFact[], fact: LineFact): Decision {
  switch (fact.type) {
    case 'LineCommissioned': {
      const first = commissioningOf(facts);
      if (first === undefined) return accepted;
      if (first.data.unitsPerHour !== fact.data.unitsPerHour) return refused('already-commissioned');
      return same(first.at !== fact.at, first.at);
    }
    case 'LineHalted':
      return halted(facts, fact);
    case 'LineResumed':
      return resumed(facts, fact);
    default:
      return accepted;
  }
}

function halted(facts: readonly LineFact[], fact: LineFact): Decision {
  const first = ofType(facts, 'LineHalted').find((other) => nameOf(other) === nameOf(fact));
  if (first === undefined) return fact.data.halt === undefined ? unnamedHalt(facts, fact) : accepted;
  if (first.data.planned !== fact.data.planned || Math.abs(first.at - fact.at) > DAY) return refused('already-halted');
  return same(first.at !== fact.at || first.data.reason !== fact.data.reason, first.at);
}

function resumed(facts: readonly LineFact[], fact: LineFact): Decision {
  const { halt } = fact.data;
  const meant = ofType(facts, 'LineHalted').filter((other) => halt === undefined || nameOf(other) === halt);
  if (halt !== undefined && meant.some(({ at }) => at > fact.at)) return refused('resumed-before-halted');
  if (meant.length > 0 && everyResumptionEnds([...facts, fact]) && endsAnything(facts, fact)) return accepted;
  const first = ofType(facts, 'LineResumed').find(
    (other) => other.data.halt === halt && Math.abs(other.at - fact.at) <= DAY && !begunBetween(facts, other, fact),
  );
  if (first !== undefined) return same(first.at !== fact.at, first.at);
  // Of a stop that begins later the page does not say which of the two it is.
  if (meant.some(({ at }) => at > fact.at)) return { result: 'rejected' };
  return refused(meant.some(({ at }) => at === fact.at) ? 'resumed-before-halted' : 'not-halted');
}

/** A halt without a name is another telling of one of the same instant, reason and kind. */
function unnamedHalt(facts: readonly LineFact[], { at, data }: LineFact): Decision {
  const alike = ofType(facts, 'LineHalted').some(
    (other) =>
      other.data.halt === undefined &&
      other.at === at &&
      other.data.reason === data.reason &&
      other.data.planned === data.planned,
  );
  return alike ? same(false) : accepted;
}

const begunBetween = (facts: readonly LineFact[], first: LineFact, { at, data }: LineFact): boolean =>
  data.halt === undefined && ofType(facts, 'LineHalted').some((halt) => halt.at >= first.at && halt.at <= at);

/** A line that resumed at this very instant, by another telling, does not resume once more. */
const endsAnything = (facts: readonly LineFact[], fact: LineFact): boolean => {
  const before = haltsOf(facts);
  return haltsOf([...facts, fact]).some(({ to }, index) => to !== before[index]?.to);
};

function amend(line: Line, reported: Reported): Decision {
  const named = namedIn(reported);
  const voids = reported.type === 'LineEventVoided';
  if (line.amendments.has(named)) return refused('cannot-amend');
  if (line.voided.has(named)) return voids ? same(false) : refused('already-voided');
  const index = line.facts.findIndex(({ eventId }) => eventId === named);
  const fact = line.facts[index];
  if (fact === undefined) return refused('unknown-event');
  const amended = voids ? [] : corrected(line, fact, reported.data.changes as Details);
  if (!Array.isArray(amended)) return amended;
  const facts = line.facts.toSpliced(index, 1, ...amended);
  const stands = facts.length === 0 || commissioningOf(facts) !== undefined;
  if (!stands || !everyResumptionEnds(facts)) return refused('impossible-history');
  line.facts.splice(0, Infinity, ...facts);
  line.amendments.add(eventIdOf(reported.source, reported.id));
  if (voids) line.voided.add(named);
  else line.corrections.push({ named, changes: reported.data.changes as Details });
  return accepted;
}

function corrected({ corrections }: Line, fact: LineFact, changes: Details): LineFact[] | Decision {
  const { occurredAt, ...rest } = changes;
  const fields = Object.keys(rest);
  if (fact.type !== 'LineHalted' && fields.length > 0) return refused('field-not-in-fact');
  const at = typeof occurredAt === 'string' ? Date.parse(occurredAt) : fact.at;
  const changed = at !== fact.at || fields.some((field) => fact.data[field] !== rest[field]);
  return changed
    ? [{ ...fact, at, data: { ...fact.data, ...rest } }]
    : changingNothing(corrections, fact.eventId, changes);
}
