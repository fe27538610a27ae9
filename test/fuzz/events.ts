import { vinSeries } from '../../apps/simulator/src/vin.js';
import type { Random } from './random.js';
import { oddJson, oddText } from './values.js';

const vinOf = vinSeries('LFUZZZ');
const REASON = ['paint', 'x', 'a longer reason, said in words'];

/** A few of everything, so that events meet each other. */
const FIELDS: Readonly<Record<string, (random: Random) => unknown>> = {
  vin: (random) => vinOf(random.below(300)),
  model: (random) => random.of(['SU7', 'YU7']),
  plant: (random) => random.of(['fz-1', 'fz-1', 'fz-1', 'fz-2', 'nowhere']),
  line: (random) => random.of(['L1', 'L1', 'L2']),
  site: (random) => random.of(['s-1', 's-2', 's-3']),
  reason: (random) => random.of(REASON),
  voids: (random) => ({ source: '//fuzz', id: `f-${random.below(4_000)}` }),
  corrects: (random) => ({ source: '//fuzz', id: `f-${random.below(4_000)}` }),
  changes: (random) =>
    random.of([{ model: 'YU7' }, { site: 's-2' }, { occurredAt: '2024-05-05T05:05:05Z' }, { planned: true }]),
  halt: (random) => `h-${random.below(20)}`,
  planned: (random) => random.chance(0.5),
  unitsPerHour: (random) => random.of([1, 16, 0.5]),
  name: () => 'Fuzz',
  timeZone: (random) => random.of(['Asia/Shanghai', 'Europe/Berlin', 'UTC']),
  vinCheckDigit: (random) => random.of(['require', 'warn', 'ignore']),
  unitsPerMonth: (random) => random.below(1_000),
  effectiveFrom: () => '2024-03-01',
  metric: (random) => random.of(['produced', 'delivered', 'cities', 'sitesOpen:sales']),
  month: (random) => `2024-0${1 + random.below(9)}`,
  target: (random) => 1 + random.below(50),
  milestone: (random) => `m-${random.below(5)}`,
  title: () => 'A milestone',
  due: () => '2024-12-31',
  kind: (random) => random.of(['sales', 'service', 'delivery']),
  city: (random) => random.of(['Beijing', 'Berlin']),
};

const TYPES: Readonly<Record<string, readonly string[]>> = {
  UnitProduced: ['vin', 'model', 'plant', 'line'],
  UnitHeld: ['vin', 'reason'],
  UnitReleased: ['vin', 'reason'],
  UnitShipped: ['vin', 'site'],
  UnitReceived: ['vin', 'site'],
  UnitDelivered: ['vin', 'site'],
  UnitReturned: ['vin', 'site', 'reason'],
  UnitScrapped: ['vin', 'reason'],
  UnitEventVoided: ['vin', 'voids', 'reason'],
  UnitEventCorrected: ['vin', 'corrects', 'changes', 'reason'],
  LineCommissioned: ['plant', 'line', 'unitsPerHour'],
  LineRateChanged: ['plant', 'line', 'unitsPerHour'],
  LineHalted: ['plant', 'line', 'halt', 'reason', 'planned'],
  LineResumed: ['plant', 'line', 'halt'],
  LineEventVoided: ['plant', 'line', 'voids', 'reason'],
  LineEventCorrected: ['plant', 'line', 'corrects', 'changes', 'reason'],
  PlantRegistered: ['plant', 'name', 'timeZone', 'vinCheckDigit'],
  PlantCapacityChanged: ['plant', 'unitsPerMonth', 'effectiveFrom'],
  MonthlyTargetSet: ['metric', 'month', 'target', 'plant', 'model'],
  MilestoneDefined: ['milestone', 'title', 'metric', 'target', 'due'],
  MilestoneRevised: ['milestone', 'target', 'reason'],
  MilestoneWithdrawn: ['milestone', 'reason'],
  SiteOpened: ['site', 'kind', 'city', 'timeZone'],
  SiteClosed: ['site', 'reason'],
  SiteEventVoided: ['site', 'voids', 'reason'],
  MonthClosed: ['month'],
  MonthReopened: ['month', 'reason'],
};
const NAMES = [...Object.keys(TYPES), 'UnitProduced', 'UnitProduced', 'UnitDelivered', 'UnitProduced'];

/** JSON text of an event that is well-formed; whether its time has come is another matter. */
export function anEvent(random: Random): string {
  const type = random.of(NAMES);
  const data = Object.fromEntries((TYPES[type] ?? []).map((name) => [name, FIELDS[name]?.(random)]));
  const day = String(1 + random.below(28)).padStart(2, '0');
  const time = `2024-0${1 + random.below(7)}-${day}T08:${10 + random.below(49)}:00Z`;
  const id = `f-${random.below(4_000)}`;
  return JSON.stringify({ specversion: '1.0', id, source: '//fuzz', type, time, data });
}

/** A well-formed event of which one value, or one name, is not what it should be. */
export function mutatedEvent(random: Random): string {
  const event = anEvent(random);
  const names = [...event.matchAll(/"([A-Za-z]+)":/g)];
  const at = random.of(names);
  const before = event.slice(0, at.index);
  const after = event.slice(at.index + at[0].length);
  switch (random.below(4)) {
    case 0:
      return `${before}${JSON.stringify(oddText(random))}:${after}`;
    case 1:
      return `${before}${JSON.stringify(oddText(random))}:${oddJson(random)},${at[0]}${after}`;
    default:
      return `${before}${at[0]}${after.replace(/^("[^"]*"|[\d.]+|true|false|\{[^{}]*\})/, () => oddJson(random))}`;
  }
}
