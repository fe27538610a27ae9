import { alreadyVoided, nothingChanges, targetOf } from '../amending.js';
import { accept, duplicate, refuse, THEN_RETRY, type Decision } from '../decision.js';
import { unknownEvent } from '../unknown-things.js';
import { haltsOf, resumptionLeftIdle } from './halts.js';
import type { SourceEvent } from '../event.js';
import type { LineFact } from './line.fact.js';
import { withCorrection, withoutFact, type LineState } from './line.state.js';

type AmendingEvent = SourceEvent<'LineEventVoided' | 'LineEventCorrected'>;

/** Decides a void or correction of a fact of the line: every resumption that ended a halt must still end one. */
export function amendLine(state: LineState, event: AmendingEvent): Decision {
  const { target, pointer } = targetOf(event.data);
  const named = state.known.withId(target);
  if (!named) return unknownEvent('line', target, pointer);
  if (named.amends !== undefined)
    return refuse(
      'cannot-amend',
      'Voids and corrections amend facts, not each other. State the fact again instead.',
      pointer,
    );
  const fact = state.facts.find(({ eventId }) => eventId === target);
  if (!fact) {
    const first = state.known.find(({ type, amends }) => type === 'LineEventVoided' && amends === target);
    return first && event.type === 'LineEventVoided' ? duplicate(first) : alreadyVoided(named, pointer);
  }
  return event.type === 'LineEventVoided' ? voidFact(state, event, fact) : correctFact(state, event, fact);
}

function voidFact(state: LineState, event: SourceEvent<'LineEventVoided'>, fact: LineFact): Decision {
  const remaining = withoutFact(state.facts, fact.eventId);
  const [other] = remaining;
  if (fact.type === 'LineCommissioned' && other)
    return refuse(
      'impossible-history',
      `The line has other facts, such as ${other.type} ${other.eventId}, which need it commissioned. Void those first. ${THEN_RETRY}`,
      '/data/voids',
    );
  // Without a resumption, the other resumptions can only end more halts.
  return fact.type === 'LineHalted' ? checkResumptions(state, event, remaining, '/data/voids') : accept(event);
}

function correctFact(state: LineState, event: SourceEvent<'LineEventCorrected'>, fact: LineFact): Decision {
  const { changes } = event.data;
  const wrong = fact.type === 'LineHalted' ? undefined : Object.keys(changes).find((field) => field !== 'occurredAt');
  if (wrong !== undefined)
    return refuse(
      'field-not-in-fact',
      `${fact.type} has no ${wrong} to correct; only its time can be.`,
      `/data/changes/${wrong}`,
    );
  const corrected = withCorrection(state.facts, fact.eventId, changes);
  const now = corrected.find(({ eventId }) => eventId === fact.eventId);
  if (now && now.reason === fact.reason && now.planned === fact.planned && now.occurredAt === fact.occurredAt)
    return nothingChanges(fact, changes, state.known);
  return changes.occurredAt === undefined ? accept(event) : checkResumptions(state, event, corrected, '/data/corrects');
}

function checkResumptions(
  state: LineState,
  event: AmendingEvent,
  facts: readonly LineFact[],
  pointer: string,
): Decision {
  const idle = resumptionLeftIdle(facts, haltsOf(state.facts));
  if (!idle) return accept(event);
  return refuse(
    'impossible-history',
    `Without it LineResumed ${idle.eventId} of ${new Date(idle.occurredAt).toISOString()} would resume a running line. Void that event first. ${THEN_RETRY}`,
    pointer,
  );
}
