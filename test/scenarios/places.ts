import type { Milestone, Rate, Site, Target } from './recount.types.js';

export const plants = [
  { plant: 'sh-1', name: 'Shanghai', timeZone: 'Asia/Shanghai', vinCheckDigit: 'require', prefix: 'LTPTST' },
  { plant: 'be-1', name: 'Berlin', timeZone: 'Europe/Berlin', vinCheckDigit: 'ignore', prefix: 'WTPTST' },
  { plant: 'pn-1', name: 'Pune', timeZone: 'Asia/Kolkata', vinCheckDigit: 'warn', prefix: 'MTPTST' },
] as const;

export const lines: Omit<Rate, 'from' | 'commissioned'>[] = [
  { plant: 'sh-1', line: 'L1', unitsPerHour: 20 },
  { plant: 'sh-1', line: 'L2', unitsPerHour: 12 },
  { plant: 'be-1', line: 'L1', unitsPerHour: 30 },
  { plant: 'pn-1', line: 'L1', unitsPerHour: 6 },
  { plant: 'pn-1', line: 'L2', unitsPerHour: 8 },
];

/** Delivery centers; they never close. The last one has no zone, so the reporting zone (UTC) holds. */
export const centers: Site[] = [
  { site: 'd-sh', kind: 'delivery', city: 'Shanghai', timeZone: 'Asia/Shanghai' },
  { site: 'd-be', kind: 'delivery', city: 'Berlin', timeZone: 'Europe/Berlin' },
  { site: 'd-pn', kind: 'delivery', city: 'Pune', timeZone: 'Asia/Kolkata' },
  { site: 'd-mx', kind: 'delivery', city: 'Puebla', timeZone: 'America/Mexico_City' },
  { site: 'd-no', kind: 'delivery', city: 'Reykjavik' },
];

export const milestones: Milestone[] = [
  { id: 'delivered-60', title: '60 delivered', metric: 'delivered', target: 60, due: '2024-12-31' },
  {
    id: 'be-three',
    title: 'Three of the new model',
    metric: 'delivered',
    plant: 'be-1',
    model: 'REV',
    target: 3,
    due: '2024-12-31',
  },
  { id: 'far-off', title: 'A hundred thousand', metric: 'delivered', target: 100_000, due: '2025-12-31' },
  { id: 'too-much', title: 'Missed by far', metric: 'produced', plant: 'pn-1', target: 10_000, due: '2024-06-30' },
  { id: 'given-up', title: 'Given up', metric: 'produced', target: 5_000, due: '2024-12-31' },
  { id: 'sh-made', title: 'Made in Shanghai', metric: 'produced', plant: 'sh-1', target: 20, due: '2024-09-30' },
  { id: 'six-cities', title: 'Six cities', metric: 'cities', target: 6, due: '2024-12-31' },
  { id: 'sales-4', title: 'Four outlets', metric: 'sitesOpen:sales', target: 4, due: '2024-12-31' },
];

/** Each is set to `first`, and where `current` differs revised to it. */
export const targets: Target[] = [
  { metric: 'produced', month: '2024-02', plant: 'sh-1', model: 'A1', first: 5, current: 5 },
  { metric: 'delivered', month: '2024-06', plant: 'be-1', first: 9, current: 12 },
  { metric: 'delivered', month: '2024-07', first: 20, current: 15 },
  { metric: 'produced', month: '2024-11', plant: 'pn-1', first: 3, current: 3 },
  { metric: 'delivered', month: '2024-08', model: 'EDGE', first: 1, current: 2 },
];

export function zoneOf(plant: string): string {
  const zone = plants.find((candidate) => candidate.plant === plant)?.timeZone;
  if (!zone) throw new Error(`no plant ${plant}`);
  return zone;
}
