import { accept, duplicate, recognise, refuse, THEN_RETRY, timeDifference, type Decision } from '../decision.js';
import type { References } from '../references.js';
import { isWithinADay } from '../same-day.js';
import { unknownLine, unknownPlant } from '../unknown-things.js';
import { amendLine } from './line.amend.js';
import type { SourceEvent } from '../event.js';
import { resume } from './line.resume.js';
import type { LineSourceEvent, LineState } from './line.state.js';

export function decideLine(state: LineState, event: LineSourceEvent, references: References): Decision {
  const known = recognise(state.known, event);
  if (known) return known;
  const { plant, line } = event.data;
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

function commission(state: LineState, event: SourceEvent<'LineCommissioned'>): Decision {
  const { commissioned } = state;
  if (!commissioned) return accept(event);
  const { line, unitsPerHour } = event.data;
  if (unitsPerHour === commissioned.unitsPerHour)
    return duplicate(commissioned, timeDifference(commissioned.occurredAt, event.occurredAt));
  return refuse(
    'already-commissioned',
    `Line "${line}" is commissioned at ${commissioned.unitsPerHour} units an hour. Send LineRateChanged for another rate.`,
    '/data/line',
  );
}

function changeRate(state: LineState, event: SourceEvent<'LineRateChanged'>): Decision {
  const { unitsPerHour } = event.data;
  const same = state.facts.find(
    (fact) =>
      fact.type === 'LineRateChanged' && fact.unitsPerHour === unitsPerHour && fact.occurredAt === event.occurredAt,
  );
  return same ? duplicate(same) : accept(event);
}

function halt(state: LineState, event: SourceEvent<'LineHalted'>): Decision {
  const { halt: named, reason, planned } = event.data;
  if (named === undefined) {
    const same = state.facts.find(
      (fact) =>
        fact.occurredAt === event.occurredAt &&
        fact.unnamed === true &&
        fact.reason === reason &&
        fact.planned === planned,
    );
    return same ? duplicate(same) : accept(event);
  }
  const first = state.facts.find((fact) => fact.type === 'LineHalted' && fact.halt === named);
  if (!first) return accept(event);
  if (first.planned === planned && isWithinADay(first.occurredAt, event.occurredAt))
    return duplicate(first, timeDifference(first.occurredAt, event.occurredAt));
  return refuse(
    'already-halted',
    `Halt "${named}" began at ${new Date(first.occurredAt).toISOString()}. Use another halt id, or correct the first. ${THEN_RETRY}`,
    '/data/halt',
  );
}
