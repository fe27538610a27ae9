import { type MilestoneView, type Scope, UNIT_GROUPS, type UnitGroup } from '@plant-ledger/contract';
import { isUnitMetric } from '@plant-ledger/domain';
import type { Snapshot } from '../asking/snapshot.js';
import type { SiteOpening } from '../network/site-opening.entity.js';
import { numbersBy } from '../asking/numbers-by.js';
import { bookedIn, EVENTS } from './booked-changes.js';
import type { Between } from './change.js';
import { changedOpenings, eventsOf } from './network-changes.js';

type Counted = Pick<MilestoneView, 'metric' | 'plant' | 'model'>;

/**
 * Returns how many events moved what is counted, including those that cancel out. They are counted once for all plants,
 * once by model and so on, and not anew for every milestone; an event that moved something from one model to another
 * counts for both.
 */
export function countedReader(snapshot: Snapshot, between: Between): (counted: Counted) => Promise<number> {
  const known = new Map<string, ReadonlyMap<string, number>>();
  const network = new Map<string, number>();
  let openings: readonly SiteOpening[] | undefined;
  return async ({ metric, plant, model }) => {
    if (!isUnitMetric(metric)) {
      openings ??= await changedOpenings(snapshot, between);
      const events = network.get(metric) ?? eventsOf(openings, metric, between);
      network.set(metric, events);
      return events;
    }
    const scope = { plant, model };
    const groups = UNIT_GROUPS.filter((group) => scope[group] !== undefined);
    const key = [metric, ...groups].join();
    const events = known.get(key) ?? (await eventsBy(snapshot, between, metric, groups));
    known.set(key, events);
    return events.get(keyOf(groups, scope)) ?? 0;
  };
}

function keyOf(groups: readonly UnitGroup[], scope: Scope): string {
  return JSON.stringify(groups.map((group) => scope[group]));
}

async function eventsBy(
  snapshot: Snapshot,
  between: Between,
  metric: 'produced' | 'delivered',
  groups: readonly UnitGroup[],
): Promise<ReadonlyMap<string, number>> {
  const transfers = bookedIn(snapshot, between)
    .andWhere('transfer.occurredAt < :at', { at: between.at })
    .andWhere('transfer.kind IN (:...kinds)', {
      kinds: metric === 'produced' ? ['produced'] : ['delivered', 'returned'],
    });
  const rows = await numbersBy(transfers, groups, { events: EVENTS });
  return new Map(rows.map(({ events, ...scope }) => [keyOf(groups, scope), events]));
}
