import { accept, duplicate, recognise, refuse, timeDifference, type Decision } from '../decision.js';
import type { References } from '../references.js';
import { isWithinADay, nearestWithinADay } from '../same-day.js';
import { unknownLine, unknownPlant } from '../unknown-things.js';
import { haltsOf, resumptionLeftIdle, type Halt } from './halts.js';
import { amendLine } from './line.amend.js';
import type { LineData } from './line.events.js';
import { asLineFact, type LineFact, type LineSourceEvent, type LineState } from './line.state.js';

export function decideLine(state: LineState, event: LineSourceEvent, references: References): Decision {
  const known = recognise(state.known, event);
  if (known) return known;
  const { plant, line } = event.data as { readonly plant: string; readonly line: string };
  if (!references.plant(plant)?.registered) return unknownPlant(plant, '/data/plant');
  if (event.type === 'LineCommissioned') return commission(state, event);
  const amends = event.type === 'LineEventVoided' || event.type === 'LineEventCorrected';
  if (!state.commissioned && !(amends && state.known.length > 0)) return unknownLine(plant, line, '/data/line');
  switch (event.type) {
    case 'LineRateChanged':
      return changeRate(state, event);
    case 'LineHalted':
      return halt(state, event);
    case 'LineResumed':
      return resume(state, event);
    case 'LineEventVoided':
    case 'LineEventCorrected':
      return amendLine(state, event);
  }
}

function commission(state: LineState, event: LineSourceEvent): Decision {
  const { commissioned } = state;
  if (!commissioned) return accept(event);
  const { line, unitsPerHour } = event.data as LineData<'LineCommissioned'>;
  if (unitsPerHour === commissioned.unitsPerHour)
    return duplicate(commissioned, timeDifference(commissioned.occurredAt, event.occurredAt));
  return refuse(
    'already-commissioned',
    `Line "${line}" is commissioned at ${commissioned.unitsPerHour} units an hour. Send LineRateChanged for another rate.`,
    '/data/line',
  );
}

function changeRate(state: LineState, event: LineSourceEvent): Decision {
  const { unitsPerHour } = event.data as LineData<'LineRateChanged'>;
  const same = state.facts.find(
    (fact) =>
      fact.type === 'LineRateChanged' && fact.unitsPerHour === unitsPerHour && fact.occurredAt === event.occurredAt,
  );
  return same ? duplicate(same) : accept(event);
}

function halt(state: LineState, event: LineSourceEvent): Decision {
  const { halt: named, reason, planned } = event.data as LineData<'LineHalted'>;
  const halts = state.facts.filter(({ type }) => type === 'LineHalted');
  if (named === undefined) {
    const same = halts.find(
      (fact) =>
        fact.unnamed && fact.occurredAt === event.occurredAt && fact.reason === reason && fact.planned === planned,
    );
    return same ? duplicate(same) : accept(event);
  }
  const first = halts.find((fact) => fact.halt === named);
  if (!first) return accept(event);
  if (first.planned === planned && isWithinADay(first.occurredAt, event.occurredAt))
    return duplicate(first, timeDifference(first.occurredAt, event.occurredAt));
  return refuse(
    'already-halted',
    `Halt "${named}" began at ${new Date(first.occurredAt).toISOString()}. Use another halt id, or correct the first.`,
    '/data/halt',
  );
}

function resume(state: LineState, event: LineSourceEvent): Decision {
  const { halt: named } = event.data as LineData<'LineResumed'>;
  const halts = haltsOf(state.facts).filter((one) => named === undefined || one.halt === named);
  const open = halts.filter(({ endedAt }) => endedAt === undefined);
  if (open.some((one) => mayEnd(event, one))) return accept(event);
  if (endsEarlier(state, halts, event)) return accept(event);
  const first = sameResumption(state, halts, event);
  if (first) return duplicate(first, timeDifference(first.occurredAt, event.occurredAt));
  const [waiting] = open;
  if (waiting)
    return refuse(
      'resumed-before-halted',
      `Halt "${waiting.halt}" began at ${new Date(waiting.startedAt).toISOString()}. A resumption that names it ends it from then on, ` +
        'one that names none only what began before. Correct one of the two times.',
      '/time',
    );
  return refuse('not-halted', `${whyNotHalted(named, halts)} ${CANNOT_RESUME}`, '/data/halt');
}

/** One that names a halt may end it at the instant it began; one that names none ends what began before. */
function mayEnd(event: LineSourceEvent, { startedAt }: Halt): boolean {
  const namesNone = (event.data as LineData<'LineResumed'>).halt === undefined;
  return namesNone ? startedAt < event.occurredAt : startedAt <= event.occurredAt;
}

/**
 * The resumption that told the same, of one that ends nothing: it names the same halt; or both name none, and no halt
 * began between the two. The nearest within a day.
 */
function sameResumption(state: LineState, halts: readonly Halt[], event: LineSourceEvent): LineFact | undefined {
  const { halt: named } = event.data as LineData<'LineResumed'>;
  return nearestWithinADay(state.facts, event.occurredAt, (fact) => {
    if (fact.type !== 'LineResumed' || fact.halt !== named) return false;
    const [from, to] = [Math.min(fact.occurredAt, event.occurredAt), Math.max(fact.occurredAt, event.occurredAt)];
    return named !== undefined || !halts.some(({ startedAt }) => startedAt >= from && startedAt < to);
  });
}

const CANNOT_RESUME = 'If its LineHalted is still to come, send this again after it.';

function whyNotHalted(named: string | undefined, halts: readonly Halt[]): string {
  if (named === undefined) return 'The line has no open halt, so it cannot resume.';
  const ended = halts.find(({ endedAt }) => endedAt !== undefined);
  if (ended?.endedAt === undefined) return `The line has no open halt "${named}", so it cannot resume.`;
  return `Halt "${named}" ended at ${new Date(ended.endedAt).toISOString()} already, by event ${ended.endedBy}.`;
}

/**
 * Whether it ends a halt that so far ends only with a later resumption, which named none: one told late, or one of several
 * that ended together. That resumption must still end another.
 */
function endsEarlier(state: LineState, halts: readonly Halt[], event: LineSourceEvent): boolean {
  const namesNone = (eventId: string | undefined) =>
    state.facts.some((fact) => fact.eventId === eventId && fact.halt === undefined);
  const isCovered = halts.some(
    (one) => mayEnd(event, one) && event.occurredAt < (one.endedAt ?? one.startedAt) && namesNone(one.endedBy),
  );
  return isCovered && !resumptionLeftIdle([...state.facts, asLineFact({ ...event, position: undefined })], state.facts);
}
