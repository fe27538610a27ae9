import { eventIdOf, type Details } from '../rules/reported.js';
import type { Unit } from '../rules/unit.js';
import type { Script } from './script.js';

const NEXT: Readonly<Record<string, readonly string[]>> = {
  stock: ['UnitShipped', 'UnitShipped', 'UnitDelivered', 'UnitHeld', 'UnitReceived', 'UnitScrapped'],
  hold: ['UnitReleased', 'UnitReleased', 'UnitReleased', 'UnitScrapped'],
  transit: ['UnitReceived', 'UnitReceived', 'UnitDelivered', 'UnitHeld', 'UnitScrapped'],
  delivered: ['UnitReturned', 'UnitReturned', 'UnitHeld'],
  scrapped: ['UnitHeld', 'UnitDelivered'],
};
const ANY = [
  'UnitHeld',
  'UnitReleased',
  'UnitShipped',
  'UnitReceived',
  'UnitDelivered',
  'UnitReturned',
  'UnitScrapped',
];

const DAY = 86_400_000;

/** The units of a history for which nothing waits outside of their own streams. */
function unitsOf({ ledger }: Script): Unit[] {
  const busy = ledger.waitingOutside().map(({ reported }) => reported.data.vin);
  return [...ledger.units.values()].filter(({ vin }) => !busy.includes(vin));
}

function detailsOf({ random, sites, reason }: Script, type: string, vin: string): Details {
  const site = /Shipped|Received|Delivered|Returned/.test(type) ? { site: random.of(sites) } : {};
  const why = /Held|Released|Returned|Scrapped/.test(type) ? { reason: reason() } : {};
  return { vin, ...site, ...why };
}

const producedBy = ({ random, lines, models }: Script, vin: string): Details => ({
  vin,
  model: random.of(models),
  ...random.of(lines),
  ...(random.chance(0.3) ? { variant: random.of(['Pro', 'Max']) } : {}),
});

/** A vehicle is produced, or something is told of one that is not there yet. */
export function newUnit(script: Script): void {
  const { random, times } = script;
  const vin = script.newVin(random.chance(0.08));
  const at = times.moment();
  if (random.chance(0.75)) return script.report('UnitProduced', at, producedBy(script, vin));
  for (let facts = 1 + random.below(3); facts > 0; facts -= 1) {
    const type = random.of(ANY);
    script.report(
      type,
      at + (random.chance(0.8) ? random.below(10 * DAY) : -random.below(DAY)),
      detailsOf(script, type, vin),
    );
  }
  if (random.chance(0.8)) script.report('UnitProduced', at, producedBy(script, vin));
}

/** The next thing in the life of a vehicle, mostly one that is possible. */
export function nextFact(script: Script): void {
  const { random, times } = script;
  const units = unitsOf(script);
  if (units.length === 0) return newUnit(script);
  const { vin, facts, standing } = random.of(units);
  if (standing.account === 'none') return script.report('UnitProduced', times.moment(), producedBy(script, vin));
  const type = random.of(random.chance(0.9) ? (NEXT[standing.account] ?? ANY) : ANY);
  const latest = Math.max(...facts.map(({ at }) => at));
  const at = random.chance(0.8)
    ? times.after(latest)
    : times.after(random.of(facts).at) - random.of([0, 1, 3_600_000, DAY]);
  script.report(type, at, detailsOf(script, type, vin));
}

/** A void or a correction of something that stands, or of what cannot be amended. */
export function amendUnit(script: Script): void {
  const { random, reported } = script;
  const units = unitsOf(script).filter(({ facts }) => facts.length > 0);
  if (units.length === 0) return newUnit(script);
  const unit = random.of(units);
  const ofUnit = reported.filter(({ data }) => data.vin === unit.vin);
  const standing = ofUnit.filter(({ source, id }) =>
    unit.facts.some(({ eventId }) => eventId === eventIdOf(source, id)),
  );
  const target = random.chance(0.5) ? standing.at(-1) : random.of(random.chance(0.75) ? standing : ofUnit);
  if (target === undefined) return;
  const named = random.chance(0.5) ? { source: target.source, id: target.id } : eventIdOf(target.source, target.id);
  const at = script.times.moment();
  if (random.chance(0.45))
    return script.report('UnitEventVoided', at, { vin: unit.vin, voids: named, reason: script.reason() });
  const changes = changesOf(script, target.type, Date.parse(target.time));
  script.report('UnitEventCorrected', at, { vin: unit.vin, corrects: named, changes, reason: script.reason() });
}

function changesOf({ random, times, lines, models, sites }: Script, type: string, at: number): Details {
  const occurredAt = new Date(
    random.chance(0.5) ? times.moment() : at + random.of([-2, -1, 0, 1, 2]) * 3_600_000,
  ).toISOString();
  if (random.chance(0.5)) return { occurredAt };
  if (type === 'UnitProduced')
    return random.of<Details>([{ model: random.of(models) }, random.of(lines), { variant: 'Max' }]);
  if (random.chance(0.85) && /Held|Released|Scrapped/.test(type)) return { occurredAt };
  return { site: random.of(sites), ...(random.chance(0.2) ? { occurredAt } : {}) };
}
