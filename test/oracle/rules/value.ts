import type { Milestone } from './plan.js';
import { citiesOf, type Site } from './site.js';
import { productionOf, type Unit } from './unit.js';

const COUNTED: Readonly<Record<string, number>> = { UnitDelivered: 1, UnitReturned: -1 };

/** What counts towards a milestone as things stand. */
export function valueOf(
  ledger: { readonly sites: ReadonlyMap<string, Site>; readonly units: ReadonlyMap<string, Unit> },
  { metric, plant, model }: Pick<Milestone, 'metric' | 'plant' | 'model'>,
): number {
  if (metric === 'cities') return citiesOf(ledger.sites.values()).size;
  if (metric.startsWith('sitesOpen:'))
    return [...citiesOf(ledger.sites.values()).values()].reduce((sum, open) => sum + (open[metric.slice(10)] ?? 0), 0);
  let value = 0;
  for (const unit of ledger.units.values()) {
    const made = productionOf(unit)?.data;
    if (made === undefined || (plant ?? made.plant) !== made.plant || (model ?? made.model) !== made.model) continue;
    value += metric === 'produced' ? 1 : unit.facts.reduce((sum, { type }) => sum + (COUNTED[type] ?? 0), 0);
  }
  return value;
}
