import { THEN_RETRY } from '../decision.js';
import type { RuleCode } from '../rules.js';
import type { SourceEvent } from '../event.js';
import type { UnitFactType } from './unit.events.js';
import type { Impossible } from './unit.evolve.js';
import type { UnitState } from './unit.state.js';

/** What is wrong and what to do, for a fact that the unit's state does not allow. */
export function refusalText(code: RuleCode, state: UnitState, type: UnitFactType): string {
  const latest = state.facts.findLast((fact) => fact.move && !fact.voided);
  const since = latest ? ` since ${latest.type} ${latest.eventId} of ${new Date(latest.occurredAt).toISOString()}` : '';
  const where = `The unit is ${WHERE[state.life.account]}${since}`;
  switch (code) {
    case 'unit-held':
      return `${where}, so ${type} cannot follow. Send UnitReleased first. ${THEN_RETRY}`;
    case 'not-held':
    case 'not-delivered':
      return `${where}, so ${type} cannot follow. If the event it builds on is still to come, send that first. ${THEN_RETRY}`;
    case 'unit-delivered':
      return `${where}, so ${type} cannot follow. Send UnitReturned first if it came back. ${THEN_RETRY}`;
    case 'unit-scrapped':
      return `${where}, so ${type} cannot follow. Void the UnitScrapped if it was wrong. ${THEN_RETRY}`;
    case 'occurred-before-production':
      return `It says it happened before the unit's production at ${new Date(state.life.produced?.occurredAt ?? 0).toISOString()}. Send it with the right time, or correct that of UnitProduced if it is wrong. ${THEN_RETRY}`;
    default:
      return `${where}; this ${type} tells it otherwise. If the first is wrong, correct or void it. ${THEN_RETRY}`;
  }
}

/** Why a void or correction is refused, and what to void first. */
export function contradictionText(event: SourceEvent, { fact, done }: Impossible): string {
  const why = done.kind === 'refused' ? ` (${done.code})` : '';
  return `${event.type} would leave an impossible history: ${fact.type} ${fact.eventId} of ${new Date(fact.occurredAt).toISOString()} could not follow${why}. Void that event first. ${THEN_RETRY}`;
}

const WHERE = {
  none: 'not produced',
  stock: 'in stock',
  hold: 'on hold',
  transit: 'in transit',
  delivered: 'delivered',
  scrapped: 'scrapped',
} as const;
