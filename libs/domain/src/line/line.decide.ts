import { accept, duplicate, recognise, refuse, type Decision, type Differences } from '../decision.js';
import type { SourceEvent } from '../event.js';
import type { References } from '../references.js';
import { referencedEventId } from '../values/event-id.js';
import { haltsOf } from './halts.js';
import type { LineData, LineEventType } from './line.events.js';
import { withCorrection, withoutFact, type LineFact, type LineState } from './line.state.js';

type LineSourceEvent = SourceEvent<LineEventType>;
const SAME_WITHIN = 24 * 3_600_000;

export function decideLine(state: LineState, event: LineSourceEvent, references: References): Decision {
  const known = recognise(state.known, event);
  if (known) return known;
  const { plant, line } = event.data as { readonly plant: string; readonly line: string };
  if (!references.plant(plant)?.registered)
    return refuse(
      'unknown-plant',
      `Plant "${plant}" is not registered. Send its PlantRegistered; this event is kept and can be retried.`,
      '/data/plant',
    );
  if (event.type === 'LineCommissioned') return commission(state, event);
  const amends = event.type === 'LineEventVoided' || event.type === 'LineEventCorrected';
  if (!state.commissioned && !(amends && state.known.length > 0))
    return refuse(
      'unknown-line',
      `Plant "${plant}" has no line "${line}". Send its LineCommissioned; this event is kept and can be retried.`,
      '/data/line',
    );
  switch (event.type) {
    case 'LineRateChanged':
      return changeRate(state, event);
    case 'LineHalted':
      return halt(state, event);
    case 'LineResumed':
      return resume(state, event);
    case 'LineEventVoided':
    case 'LineEventCorrected':
      return amend(state, event);
  }
}

function commission(state: LineState, event: LineSourceEvent): Decision {
  const { commissioned } = state;
  if (!commissioned) return accept(event);
  const { line, unitsPerHour } = event.data as LineData<'LineCommissioned'>;
  if (unitsPerHour === commissioned.unitsPerHour) return duplicate(commissioned, timeDifference(commissioned, event));
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
  if (first.planned === planned && Math.abs(first.occurredAt - event.occurredAt) <= SAME_WITHIN)
    return duplicate(first, timeDifference(first, event));
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
  if (open.some(({ startedAt }) => startedAt <= event.occurredAt)) return accept(event);
  const [waiting] = open;
  if (waiting)
    return refuse(
      'resumed-before-halted',
      `Halt "${waiting.halt}" began at ${new Date(waiting.startedAt).toISOString()}, after this resumption. Correct one of the two times.`,
      '/time',
    );
  const first = state.facts.find(
    (fact) =>
      fact.type === 'LineResumed' &&
      fact.halt === named &&
      (named === undefined ? fact.occurredAt === event.occurredAt : true),
  );
  if (first && Math.abs(first.occurredAt - event.occurredAt) <= SAME_WITHIN)
    return duplicate(first, timeDifference(first, event));
  const what = named === undefined ? 'The line has no open halt' : `The line has no open halt "${named}"`;
  return refuse(
    'not-halted',
    `${what}, so it cannot resume. If its LineHalted is still to come, send this again after it.`,
    '/data/halt',
  );
}

function amend(state: LineState, event: LineSourceEvent): Decision {
  const isVoid = event.type === 'LineEventVoided';
  const target = referencedEventId(
    isVoid
      ? (event.data as LineData<'LineEventVoided'>).voids
      : (event.data as LineData<'LineEventCorrected'>).corrects,
  );
  const pointer = isVoid ? '/data/voids' : '/data/corrects';
  const named = state.known.find(({ eventId }) => eventId === target);
  if (!named)
    return refuse(
      'unknown-event',
      `This line has no event ${target}. If it is still to come, send it first; this event is kept and can be retried.`,
      pointer,
    );
  if (named.amends !== undefined)
    return refuse(
      'cannot-amend',
      'Voids and corrections amend facts, not each other. State the fact again instead.',
      pointer,
    );
  const fact = state.facts.find(({ eventId }) => eventId === target);
  if (!fact) {
    const first = state.known.find(({ type, amends }) => type === 'LineEventVoided' && amends === target);
    if (isVoid && first) return duplicate(first);
    return refuse(
      'already-voided',
      `${named.type} ${target} is voided. Send the right fact as a new event instead.`,
      pointer,
    );
  }
  return isVoid ? voidFact(state, event, fact) : correctFact(state, event, fact);
}

function voidFact(state: LineState, event: LineSourceEvent, fact: LineFact): Decision {
  const remaining = withoutFact(state.facts, fact.eventId);
  const [other] = remaining;
  if (fact.type === 'LineCommissioned' && other)
    return refuse(
      'impossible-history',
      `The line has other facts, such as ${other.type} ${other.eventId}, which need it commissioned. Void those first.`,
      '/data/voids',
    );
  return checkResumptions(state, event, remaining, '/data/voids');
}

function correctFact(state: LineState, event: LineSourceEvent, fact: LineFact): Decision {
  const { changes } = event.data as LineData<'LineEventCorrected'>;
  const wrong = fact.type === 'LineHalted' ? undefined : Object.keys(changes).find((field) => field !== 'occurredAt');
  if (wrong !== undefined)
    return refuse(
      'field-not-in-fact',
      `${fact.type} has no ${wrong} to correct; only its time can be.`,
      `/data/changes/${wrong}`,
    );
  const corrected = withCorrection(state.facts, fact.eventId, changes);
  const now = corrected.find(({ eventId }) => eventId === fact.eventId);
  if (now && now.reason === fact.reason && now.planned === fact.planned && now.occurredAt === fact.occurredAt) {
    const first = state.known.findLast(({ type, amends }) => type === 'LineEventCorrected' && amends === fact.eventId);
    return first
      ? duplicate(first)
      : refuse(
          'nothing-changes',
          `${fact.type} ${fact.eventId} says this already. Name only the fields that are wrong.`,
          '/data/changes',
        );
  }
  return checkResumptions(state, event, corrected, '/data/corrects');
}

/** Every resumption that ended a halt must still end one. */
function checkResumptions(
  state: LineState,
  event: LineSourceEvent,
  facts: readonly LineFact[],
  pointer: string,
): Decision {
  const endedBy = new Set(haltsOf(state.facts).map((one) => one.endedBy));
  const stillEndedBy = new Set(haltsOf(facts).map((one) => one.endedBy));
  const idle = facts.find(({ eventId }) => endedBy.has(eventId) && !stillEndedBy.has(eventId));
  if (!idle) return accept(event);
  return refuse(
    'impossible-history',
    `Without it LineResumed ${idle.eventId} of ${new Date(idle.occurredAt).toISOString()} would resume a running line. Void that event first.`,
    pointer,
  );
}

function timeDifference(first: LineFact, event: LineSourceEvent): Differences | undefined {
  if (first.occurredAt === event.occurredAt) return undefined;
  return {
    occurredAt: { first: new Date(first.occurredAt).toISOString(), this: new Date(event.occurredAt).toISOString() },
  };
}
