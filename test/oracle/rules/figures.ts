import { downtimeOf } from './downtime.js';
import type { RuledLedger } from './ledger.js';
import { lineStatesOf } from './line-states.js';
import { milestonesOf, targetsOf } from './plan-figures.js';
import { citiesOf } from './site.js';
import { text } from './reported.js';
import { productionOf } from './unit.js';
import { dateOf } from './zone.js';

/** Every figure by a name of its own, so that two sets are told apart figure by figure. */
export type Figures = Map<string, unknown>;

const COUNTED = ['UnitProduced', 'UnitDelivered', 'UnitReturned', 'UnitScrapped'];

export function figuresOf(ledger: RuledLedger): Figures {
  const figures: Figures = new Map();
  const add = (name: string, by: number) => figures.set(name, Number(figures.get(name) ?? 0) + by);
  for (const unit of ledger.units.values()) {
    const made = productionOf(unit);
    if (made === undefined) continue;
    const [plant, model] = [text(made.data, 'plant'), text(made.data, 'model')];
    figures.set(`unit ${unit.vin}`, [
      unit.standing.account,
      plant,
      model,
      text(made.data, 'line'),
      new Date(made.at).toISOString(),
    ]);
    add(`stock ${plant} ${model} ${unit.standing.account}`, 1);
    for (const { type, at, data } of unit.facts.filter((fact) => COUNTED.includes(fact.type))) {
      const atSite = type === 'UnitDelivered' || type === 'UnitReturned';
      const zone = atSite ? ledger.places.siteZone(text(data, 'site')) : ledger.places.plantZone(plant);
      const date = dateOf(zone, at);
      for (const period of [date, date.slice(0, 7)]) {
        add(`${period} ${plant} ${model} ${type.slice(4).toLowerCase()}`, 1);
        if (atSite) add(`${period} ${plant} ${model} netDelivered`, type === 'UnitDelivered' ? 1 : -1);
      }
    }
  }
  for (const [city, counts] of citiesOf(ledger.sites.values()))
    for (const [kind, open] of Object.entries(counts)) add(`network ${city} ${kind}`, open);
  for (const part of [downtimeOf(ledger), lineStatesOf(ledger), milestonesOf(ledger), targetsOf(ledger)])
    for (const [name, value] of part) figures.set(name, value);
  for (const [name, value] of figures) if (value === 0) figures.delete(name);
  return figures;
}
