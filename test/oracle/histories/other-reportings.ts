import { eventIdOf, type Reported } from '../rules/reported.js';
import { openingOf } from '../rules/site.js';
import { siteOf } from './places.js';
import { ERP, MES, type Script } from './script.js';

const HOUR = 3_600_000;

/** A site closes, opens again, or never did. */
export function siteEvent(script: Script): void {
  const { random, sites, ledger, reported } = script;
  const index = random.below(sites.length);
  const site = sites[index] ?? '';
  const known = ledger.sites.get(site);
  const times = reported
    .filter(({ data, type }) => data.site === site && /^Site/.test(type))
    .map(({ time }) => Date.parse(time));
  const at = Math.max(script.times.before, ...times) + (random.chance(0.2) ? 30 : 1) * HOUR;
  const opening = known?.facts.at(-1);
  if (opening !== undefined && known !== undefined && known.facts.length > 1 && random.chance(0.4)) {
    const named = random.chance(0.7) ? opening.eventId : random.of(known.facts.slice(1)).eventId;
    return script.report('SiteEventVoided', at, { site, voids: named, reason: 'error' });
  }
  const open = known !== undefined && openingOf(known) !== undefined;
  if (open !== random.chance(0.2)) return script.report('SiteClosed', at, { site, reason: 'moved' });
  const kind = random.chance(0.1) ? { kind: 'service' } : {};
  script.report('SiteOpened', at, { ...siteOf(script, site, index), ...kind });
}

/** A target, or a milestone revised or withdrawn. */
export function planEvent(script: Script): void {
  const { random, times, plants, models, reported, milestones, ledger } = script;
  if (random.chance(0.5)) {
    const month = new Date(times.moment()).toISOString().slice(0, 7);
    const plant = random.of(plants);
    const model = random.chance(0.4) ? { model: random.of(models) } : {};
    const metric = random.of(['produced', 'delivered']);
    // A target that says what stands already is no revision, so each is another.
    return script.report('MonthlyTargetSet', times.moment(), {
      metric,
      month,
      plant,
      ...model,
      target: 1 + reported.length,
    });
  }
  const milestone = random.of(milestones);
  if (random.chance(0.15)) return script.report('MilestoneWithdrawn', times.moment(), { milestone, reason: 'plan' });
  const due = random.chance(0.2) ? { due: random.of(['2024-11-30', '2025-03-31']) } : {};
  // What stands already is no revision, so each says another target.
  const target = 1 + (((ledger.plan.milestones.get(milestone)?.target ?? 0) + random.below(4)) % 5);
  script.report('MilestoneRevised', times.moment(), { milestone, target, ...due, reason: 'plan' });
}

/** Something told before is told by another source, again, or otherwise under the same id. */
export function reportedAgain(script: Script): void {
  const { random, reported, ledger } = script;
  const busy = ledger.waitingOutside().map((one) => one.reported.data.vin ?? one.reported.data.line);
  const earlier = random.anyOf(reported.filter(({ data }) => !busy.includes(data.vin ?? data.line)));
  if (earlier === undefined) return;
  const at = Date.parse(earlier.time);
  if (Number.isNaN(at) || random.chance(0.3)) return script.send(earlier);
  if (random.chance(0.3)) {
    const time = new Date(at + random.of([1, HOUR])).toISOString();
    return script.send({ ...earlier, time });
  }
  const source = earlier.source === MES ? ERP : MES;
  if (!/^(Unit|Line(Halted|Resumed|Commissioned)|Plant|Site(Opened))/.test(earlier.type)) return;
  if (/Event(Voided|Corrected)|Capacity/.test(earlier.type)) return;
  const moved = /^(Unit|Line)/.test(earlier.type) ? random.of([0, 0, 0, 1, HOUR, -HOUR, 24 * HOUR, 25 * HOUR]) : 0;
  script.report(earlier.type, at + moved, earlier.data, source);
}

const faults: readonly ((reported: Reported) => Partial<Reported>)[] = [
  ({ data }) => ({ data: { ...data, customer: 'A. Person' } }),
  ({ data }) => ({ data: { ...data, vin: 'LSUXO0000ZR000001' } }),
  () => ({ time: '2024-12-20T12:05:00.001Z' }),
  () => ({ time: '1999-12-31T23:59:59.999Z' }),
  () => ({ time: '2024-06-01T12:00:00' }),
];

/** An event whose form is wrong, and, at times, the same corrected. */
export function faultyEvent(script: Script): void {
  const { random, models, lines, times } = script;
  const vin = script.newVin();
  const id = script.named(`f${script.reported.length}`);
  const right: Reported = {
    specversion: '1.0',
    source: MES,
    id,
    type: 'UnitProduced',
    time: new Date(times.moment()).toISOString(),
    data: { vin, model: random.of(models), ...random.of(lines) },
  };
  script.send({ ...right, ...random.of(faults)(right) });
  if (random.chance(0.6)) script.send(right);
}

/** What is amended has not been told yet, and may be told afterwards. */
export function amendUnseen(script: Script): void {
  const { random, times } = script;
  const vin = script.newVin();
  const at = times.moment();
  const id = script.named(`u${script.reported.length}`);
  script.report('UnitEventCorrected', at, {
    vin,
    corrects: eventIdOf(MES, id),
    changes: { model: 'YU7' },
    reason: 'error',
  });
  const data = { vin, model: 'SU7', ...random.of(script.lines) };
  if (random.chance(0.7))
    script.send({ specversion: '1.0', source: MES, id, type: 'UnitProduced', time: new Date(at).toISOString(), data });
}
