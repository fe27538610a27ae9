import { accept, duplicate, refuse, type Decision } from '../decision.js';
import { referencedEventId } from '../values/event-id.js';
import { resumptionLeftIdle } from './halts.js';
import type { LineData } from './line.events.js';
import { withCorrection, withoutFact, type LineFact, type LineSourceEvent, type LineState } from './line.state.js';

/** A void or correction of a fact of the line: every resumption that ended a halt must still end one. */
export function amendLine(state: LineState, event: LineSourceEvent): Decision {
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

function checkResumptions(
  state: LineState,
  event: LineSourceEvent,
  facts: readonly LineFact[],
  pointer: string,
): Decision {
  const idle = resumptionLeftIdle(facts, state.facts);
  if (!idle) return accept(event);
  return refuse(
    'impossible-history',
    `Without it LineResumed ${idle.eventId} of ${new Date(idle.occurredAt).toISOString()} would resume a running line. Void that event first.`,
    pointer,
  );
}
