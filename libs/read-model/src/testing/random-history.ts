import { eventIdOf, type UnitEventType } from '@plant-ledger/domain';
import fc from 'fast-check';
import { history, vin, type History } from './history.js';

/** Plants and sites of the random histories, in zones with and without daylight saving. */
export const PLANTS: Readonly<Record<string, string>> = { 'bj-1': 'Asia/Shanghai', 'de-1': 'Europe/Berlin' };
export const SITES: Readonly<Record<string, string | undefined>> = {
  'd-mx': 'America/Mexico_City',
  'ｄ.no/#1': undefined,
  'd-be': 'Europe/Berlin',
};
/** Of which UTF-16 puts the last before the one in the middle, and code points do not. */
const MODELS = ['m0', '｡ 1_2', '𠮷 ½%'] as const;
export const REPORTING_ZONE = 'Pacific/Auckland';

/** One thing that is said; whether the ledger takes it is the decider's business. */
export interface Saying {
  readonly unit: number;
  readonly say: UnitEventType | 'amend' | 'plan' | 'network' | 'line' | 'refused';
  readonly hours: number;
  readonly choice: number;
  readonly number: number;
}

const SAYINGS = [
  'UnitProduced',
  'UnitProduced',
  'UnitHeld',
  'UnitReleased',
  'UnitShipped',
  'UnitReceived',
  'UnitDelivered',
  'UnitDelivered',
  'UnitReturned',
  'UnitScrapped',
  'amend',
  'amend',
  'plan',
  'network',
  'line',
  'refused',
] as const;

const saying: fc.Arbitrary<Saying> = fc.record({
  unit: fc.nat(4),
  say: fc.constantFrom<Saying['say'][]>(...SAYINGS),
  hours: fc.nat(24 * 90),
  choice: fc.nat(5),
  number: fc.nat(7),
});
export const sayings: fc.Arbitrary<readonly Saying[]> = fc.array(saying, { minLength: 5, maxLength: 60 });

/** The same said in order of time, with at least two hours between any two; the last is behind the random ones. */
export function inOrder(said: readonly Saying[]): Saying[] {
  let hours = 0;
  return said.map((saying) => ({ ...saying, hours: (hours += 2 + (saying.hours % 40)) }));
}

/** One long history, the same every time. */
export function longHistory(): History {
  const said = fc.sample(fc.array(saying, { minLength: 200, maxLength: 200, size: 'max' }), { numRuns: 1, seed: 11 });
  return historyOf(said[0] ?? []);
}

const START = Date.parse('2024-02-15T00:00:00Z');
const HOUR = 3_600_000;

/** Any time of a random history, many of them the very instant of a fact. */
export const timeOfHistory = fc.integer({ min: 0, max: 24 * 90 * 2 }).map((half) => START + (half * HOUR) / 2);

/** The history that these sayings make, told in their order. `later` amend none of the facts before them, and free none. */
export function historyOf(
  said: readonly Saying[],
  { later = [], plants = PLANTS, sites = SITES }: HistoryOptions = {},
): History {
  const reported = history(REPORTING_ZONE);
  for (const [plant, timeZone] of Object.entries(plants)) {
    reported.report('PlantRegistered', '2024-01-01T00:00:00Z', {
      plant,
      name: plant,
      timeZone,
      vinCheckDigit: 'ignore',
    });
    reported.report(
      'LineCommissioned',
      '2024-01-01T00:00:00Z',
      { plant, line: 'l1', unitsPerHour: 10 },
      commissioning(plant),
    );
  }
  for (const [site, timeZone] of Object.entries(sites))
    reported.report('SiteOpened', '2024-01-01T00:00:00Z', { site, kind: 'delivery', city: site.slice(0, 3), timeZone });
  [...said, ...later].forEach((saying, index) => {
    say(reported, saying, index, index < said.length ? -Infinity : timeOf(later[0]));
  });
  return reported;
}

interface HistoryOptions {
  readonly later?: readonly Saying[] | undefined;
  /** Zones of the plants and sites, by these names. */
  readonly plants?: typeof PLANTS | undefined;
  readonly sites?: typeof SITES | undefined;
}

/** When something said happened, milliseconds since 1970 UTC. */
export function timeOf(said: Saying | undefined): number {
  return said ? START + said.hours * HOUR : Infinity;
}

function say(reported: History, saying: Saying, index: number, amendedFrom: number): void {
  const { unit, say: type, choice, number } = saying;
  const at = timeOf(saying);
  const [plant = ''] = pick(Object.keys(PLANTS), choice);
  const [site = ''] = pick(Object.keys(SITES), choice);
  const model = MODELS[number % 2];
  const name = vin(unit);
  switch (type) {
    case 'plan':
      return plan(reported, new Date(at).toISOString(), choice, number, index);
    case 'network':
      return network(reported, new Date(at).toISOString(), index);
    case 'line':
      return line(reported, new Date(at).toISOString(), plant, index, amendedFrom);
    case 'refused':
      return refused(reported, new Date(at).toISOString(), choice, index);
    case 'amend':
      return amend(reported, { name, at, from: amendedFrom }, choice, number);
    case 'UnitProduced':
      // What waited for it happened before.
      if (amendedFrom !== -Infinity && reported.unit(name).parked.length > 0) return;
      return void reported.decide(type, at, { vin: name, plant, line: 'l1', model });
    case 'UnitHeld':
    case 'UnitReleased':
    case 'UnitScrapped':
      return void reported.decide(type, at, { vin: name, reason: 'seen' });
    case 'UnitReturned':
      return void reported.decide(type, at, { vin: name, site, reason: 'seen' });
    default:
      return void reported.decide(type, at, { vin: name, site });
  }
}

/** Amends a fact that was told, one that waits, or one that never comes. */
function amend(
  reported: History,
  { name, at, from }: { readonly name: string; readonly at: number; readonly from: number },
  choice: number,
  number: number,
): void {
  const { facts, parked } = reported.unit(name);
  const named = [...facts, ...parked].filter(({ occurredAt }) => new Date(occurredAt).getTime() >= from);
  const target = named[number % (named.length + 1)]?.eventId ?? 'aaaaaaaa-aaaa-5aaa-8aaa-aaaaaaaaaaaa';
  if (choice < 2) return void reported.decide('UnitEventVoided', at, { vin: name, voids: target, reason: 'wrong' });
  const fact = facts.find(({ eventId }) => eventId === target);
  const [site = ''] = pick(Object.keys(SITES), number);
  const details = fact?.type === 'UnitProduced' ? { model: MODELS[2], plant: 'de-1' } : fact?.site ? { site } : {};
  const changes = choice === 2 ? { occurredAt: new Date(at).toISOString() } : { ...details };
  if (Object.keys(changes).length === 0) return;
  reported.decide('UnitEventCorrected', at, { vin: name, corrects: target, changes, reason: 'wrong' });
}

function plan(reported: History, at: string, choice: number, number: number, index: number): void {
  const metrics = ['produced', 'delivered', 'cities', 'sitesOpen:sales'] as const;
  const [metric = 'produced'] = pick(metrics, choice);
  const milestone = `m-${index}`;
  const scope = choice === 0 ? { plant: 'bj-1' } : choice === 1 ? { model: 'm0' } : {};
  reported.report('MilestoneDefined', at, {
    milestone,
    title: milestone,
    metric,
    ...scope,
    target: number + 1,
    due: '2024-12-31',
  });
  if (number > 4) reported.report('MilestoneRevised', at, { milestone, target: 1, reason: 'less' });
  reported.report('MonthlyTargetSet', at, { metric: 'produced', month: '2024-03', target: index });
  const month = at.slice(0, 7);
  reported.report('MonthlyTargetSet', at, { metric: choice > 2 ? 'produced' : 'delivered', month, target: number });
  if (choice === 3)
    reported.report('PlantCapacityChanged', at, {
      plant: 'bj-1',
      unitsPerMonth: 9 + number,
      effectiveFrom: '2024-04-01',
    });
}

function network(reported: History, at: string, index: number): void {
  const site = `s-${index}`;
  const opened = reported.report('SiteOpened', at, { site, kind: 'sales', city: `c${index % 3}` });
  if (index % 3 === 0) return void reported.report('SiteEventVoided', at, { site, voids: opened, reason: 'wrong' });
  if (index % 3 === 1) reported.report('SiteClosed', at, { site });
}

const commissioning = (plant: string) => `commissioning of ${plant}`;

function line(reported: History, at: string, plant: string, index: number, amendedFrom: number): void {
  const place = { plant, line: 'l1' };
  const after = (hours: number) => new Date(Date.parse(at) + hours * HOUR).toISOString();
  const isOverlapping = index % 5 === 3;
  if (isOverlapping) {
    const works = { ...place, halt: `works-${index}` };
    reported.report('LineHalted', at, { ...works, reason: 'works', planned: true });
    reported.report('LineResumed', after(0.75), works);
  }
  if (index % 7 === 3 && amendedFrom === -Infinity) {
    const corrects = { source: 'test', id: commissioning(plant) };
    reported.report('LineEventCorrected', at, { ...place, corrects, changes: { occurredAt: at }, reason: 'wrong' });
  }
  const begins = isOverlapping ? after(0.5) : at;
  const halted = reported.report('LineHalted', begins, { ...place, reason: 'press', planned: index % 2 === 0 });
  if (index % 4 === 1) reported.report('LineEventVoided', at, { ...place, voids: halted, reason: 'wrong' });
  else reported.report('LineResumed', after(1), place);
  if (index % 4 === 2)
    reported.report('LineEventCorrected', at, {
      ...place,
      corrects: halted,
      changes: { planned: true },
      reason: 'wrong',
    });
}

/** A refused event; some are accepted later, or parked, or settled by an operator. */
function refused(reported: History, at: string, choice: number, index: number): void {
  const id = `refused-${index}`;
  const eventId = eventIdOf('test', id);
  const data = { vin: vin(100 + index), plant: 'bj-1', line: 'l1', model: 'm0' };
  const event = { type: 'UnitProduced', source: 'test', id, time: at, data };
  const code = choice === 5 ? 'conflicting-duplicate' : 'unknown-plant';
  reported.quarantine('EventQuarantined', { eventId, code, detail: 'no', contentHash: '0', event });
  if (choice === 0) reported.quarantine('EventDiscarded', { eventId, reason: 'test' });
  if (choice === 1) reported.quarantine('EventRetried', { eventId, code: 'unknown-line', detail: 'no' });
  if (choice === 2) reported.quarantine('EventResolved', { eventId, result: 'duplicate' });
  if (choice > 2) reported.decide('UnitProduced', at, data, id);
}

function pick<T>(values: readonly T[], choice: number): T[] {
  const value = values[choice % values.length];
  return value === undefined ? [] : [value];
}
