import type { RuleCode } from '../rules.js';
import type { SourceEvent } from '../event.js';
import type { UnitFactType } from './unit.events.js';
import type { Impossible } from './unit.fold.js';
import type { UnitState } from './unit.state.js';

/** What is wrong and what to do, for a fact that the unit's state does not allow. */
export function refusalText(code: RuleCode, state: UnitState, type: UnitFactType): string {
  const latest = state.facts.findLast((fact) => fact.move && !fact.voided);
  const since = latest ? ` since ${latest.type} ${latest.eventId} of ${new Date(latest.occurredAt).toISOString()}` : '';
  const where = `The unit is ${WHERE[state.life.account]}${since}`;
  switch (code) {
    case 'unit-held':
      return `${where}, so ${type} cannot follow. Send UnitReleased first, then this event again.`;
    case 'not-held':
    case 'not-delivered':
      return `${where}, so ${type} cannot follow. If the event it builds on is still to come, send this again after it.`;
    case 'unit-delivered':
      return `${where}, so ${type} cannot follow. Send UnitReturned first if it came back.`;
    case 'unit-scrapped':
      return `${where}, so ${type} cannot follow. Void the UnitScrapped if it was wrong.`;
    case 'occurred-before-production':
      return `It says it happened before the unit's production at ${new Date(state.life.produced?.occurredAt ?? 0).toISOString()}. Correct the time here or that of UnitProduced.`;
    default:
      return `${where}; this ${type} tells it otherwise. If the first is wrong, correct or void it.`;
  }
}

/** Why a void or correction is refused, and what to void first. */
export function contradictionText(event: SourceEvent, { fact, transition }: Impossible): string {
  const why = transition.kind === 'refused' ? ` (${transition.code})` : '';
  return `${event.type} would leave an impossible history: ${fact.type} ${fact.eventId} of ${new Date(fact.occurredAt).toISOString()} could not follow${why}. Void that event first.`;
}

const WHERE = {
  none: 'not produced',
  stock: 'in stock',
  hold: 'on hold',
  transit: 'in transit',
  delivered: 'delivered',
  scrapped: 'scrapped',
} as const;
