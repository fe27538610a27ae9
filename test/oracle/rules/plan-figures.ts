import type { RuledLedger } from './ledger.js';
import { reachedBy, type Milestone } from './plan.js';
import { text } from './reported.js';
import { productionOf } from './unit.js';
import { valueOf } from './value.js';
import { dateOf, monthOf } from './zone.js';

/** Answers give shares to four places. */
const share = (value: number, of: number): number => Math.round((value / of) * 10_000) / 10_000;

/** Each milestone's value and state; a state that a forecast decides is `open`. */
export function milestonesOf(ledger: RuledLedger): Map<string, unknown> {
  return new Map(
    [...ledger.plan.milestones].map(([name, milestone]) => {
      const value = valueOf(ledger, milestone);
      const { target, due } = milestone;
      return [
        `milestone ${name}`,
        {
          target,
          due,
          value,
          remaining: Math.max(0, target - value),
          progress: share(value, target),
          state: stateOf(milestone, value, dateOf(ledger.places.reportingZone, ledger.now)),
          firstReached: milestone.withdrawn ? null : (ledger.takenInWith.get(reachedBy(milestone) ?? '') ?? null),
        },
      ];
    }),
  );
}

function stateOf(milestone: Milestone, value: number, today: string): string {
  const { withdrawn, target, due } = milestone;
  if (withdrawn) return 'withdrawn';
  if (value >= target) return 'reached';
  if (reachedBy(milestone) !== undefined) return 'reverted';
  return due < today ? 'missed' : 'open';
}

/** Each target of a month, first and as it stands, with what counts towards it. */
export function targetsOf(ledger: RuledLedger): Map<string, unknown> {
  return new Map(
    [...ledger.plan.targets.values()].map((target) => {
      const { metric, month, plant, model, first, current } = target;
      const value = countedIn(ledger, target);
      const state = value >= current ? 'met' : 'missed';
      return [
        `target ${month} ${metric} ${plant ?? 'all'} ${model ?? 'all'}`,
        { first, current, value, attainment: share(value, current), attainmentFirst: share(value, first), state },
      ];
    }),
  );
}

function countedIn(
  ledger: RuledLedger,
  target: { metric: string; month: string; plant?: string; model?: string },
): number {
  let value = 0;
  for (const unit of ledger.units.values()) {
    const made = productionOf(unit)?.data;
    if (made === undefined) continue;
    if ((target.plant ?? made.plant) !== made.plant || (target.model ?? made.model) !== made.model) continue;
    for (const { type, at, data } of unit.facts) {
      const produced = type === 'UnitProduced';
      if (produced !== (target.metric === 'produced') || !/Produced|Delivered|Returned/.test(type)) continue;
      const zone = produced ? ledger.places.plantZone(text(data, 'plant')) : ledger.places.siteZone(text(data, 'site'));
      if (monthOf(zone, at) === target.month) value += type === 'UnitReturned' ? -1 : 1;
    }
  }
  return value;
}
