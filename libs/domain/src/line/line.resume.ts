import { accept, duplicate, refuse, THEN_RETRY, timeDifference, type Decision } from '../decision.js';
import { nearestWithinADay, neighboursOf } from '../same-day.js';
import { asHalt, endOf, haltsOf, resumptionLeftIdle, type Halt } from './halts.js';
import type { SourceEvent } from '../event.js';
import { standingOf } from './line.standing.js';
import type { LineFact } from './line.fact.js';
import { asLineFact, type LineState } from './line.state.js';

export function resume(state: LineState, event: SourceEvent<'LineResumed'>): Decision {
  const { halt: named } = event.data;
  const { open } = standingOf(state);
  const isMeant = ({ halt }: LineFact) => named === undefined || halt === named;
  if (open.some((one) => isMeant(one) && mayEnd(event, one.occurredAt))) return accept(event);
  if (endsEarlier(state, event)) return accept(event);
  const first = sameResumption(state, event);
  if (first) return duplicate(first, timeDifference(first.occurredAt, event.occurredAt));
  const waiting = open.find(isMeant);
  if (waiting)
    return refuse(
      'resumed-before-halted',
      `Halt "${waiting.halt}" began at ${new Date(waiting.occurredAt).toISOString()}. A resumption that names it ends it from then on, ` +
        `one that names none only what began before. Correct one of the two times. ${THEN_RETRY}`,
      '/time',
    );
  return refuse('not-halted', `${whyNotHalted(state, named)} ${CANNOT_RESUME}`, '/data/halt');
}

/** A resumption that names a halt may end it at the instant it began; one that names none ends what began before. */
function mayEnd(event: SourceEvent<'LineResumed'>, startedAt: number): boolean {
  const namesNone = event.data.halt === undefined;
  return namesNone ? startedAt < event.occurredAt : startedAt <= event.occurredAt;
}

/**
 * For a resumption that ends nothing, the earlier one of the same fact: it names the same halt; or both name none, and
 * no halt began between the two. The nearest within a day.
 */
function sameResumption({ facts }: LineState, { data, occurredAt }: SourceEvent<'LineResumed'>): LineFact | undefined {
  const { halt: named } = data;
  const isNamed = (fact: LineFact) => fact.type === 'LineResumed' && fact.halt === named;
  if (named !== undefined) return nearestWithinADay(facts, occurredAt, isNamed);
  // A halt that begins at the instant of the later one began after it.
  const began = (fact: LineFact) => fact.type === 'LineHalted';
  const { before } = neighboursOf(facts, occurredAt - 1, began);
  const { after } = neighboursOf(facts, occurredAt, began);
  return nearestWithinADay(
    facts,
    occurredAt,
    (fact) => isNamed(fact) && !(fact.occurredAt <= occurredAt ? before >= fact.occurredAt : after < fact.occurredAt),
  );
}

const CANNOT_RESUME = `If its LineHalted is still to come, send that first. ${THEN_RETRY}`;

function whyNotHalted({ facts }: LineState, named: string | undefined): string {
  if (named === undefined) return 'The line has no open halt, so it cannot resume.';
  const ended = haltsNamed(facts, named).find(({ endedAt }) => endedAt !== undefined);
  if (ended?.endedAt === undefined) return `The line has no open halt "${named}", so it cannot resume.`;
  return `Halt "${named}" ended at ${new Date(ended.endedAt).toISOString()} already, by event ${ended.endedBy}.`;
}

function haltsNamed(facts: LineState['facts'], named: string): readonly Halt[] {
  const begun = facts.filter(({ type, halt }) => type === 'LineHalted' && halt === named);
  return begun.map((fact) => asHalt(fact, endOf(fact, facts)));
}

/**
 * Whether it ends a halt that so far ends only with a later resumption, which named none: it was reported late, or is
 * one of several that ended together. The later resumption must still end another halt.
 */
function endsEarlier(state: LineState, event: SourceEvent<'LineResumed'>): boolean {
  if (event.occurredAt >= standingOf(state).resumedAll) return false;
  const { facts } = state;
  const { halt: named } = event.data;
  const namingNone = new Set(
    facts.filter(({ type, halt }) => type === 'LineResumed' && halt === undefined).map(({ eventId }) => eventId),
  );
  const isCovered = ({ startedAt, endedAt = startedAt, endedBy = '' }: Halt) =>
    mayEnd(event, startedAt) && event.occurredAt < endedAt && namingNone.has(endedBy);
  if (named !== undefined && !haltsNamed(facts, named).some(isCovered)) return false;
  const halts = haltsOf(facts);
  if (named === undefined && !halts.some(isCovered)) return false;
  return !resumptionLeftIdle([...facts, asLineFact({ ...event, position: undefined })], halts);
}
